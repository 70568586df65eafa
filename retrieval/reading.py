"""Reading: a text as this shop understands it, misspelt words mended where they leave next to nothing to show."""

from __future__ import annotations

from dataclasses import replace

from .lexicon import lexicon
from .question import Question
from .snapshot import Snapshot

_MOST_CHARACTERS = 600  # of a text that are read; more are no search words any more
_ANSWER = 0.7  # of the words' worth: what holds as much answers them
_FEW = 5


def read(snapshot: Snapshot, text: str) -> Question:
    """The question that the text asks. A word is mended only when the shop never wrote it and few goods answer as it is."""
    text = text[:_MOST_CHARACTERS]
    question = _question(snapshot, text)
    mended = snapshot.words.spelling.text(text, snapshot.statistics.frequency)
    if mended == text or _answers(snapshot, question) >= _FEW:
        return question
    return replace(_question(snapshot, mended), corrected=mended)


def _question(snapshot: Snapshot, text: str) -> Question:
    words = snapshot.words
    return Question.of(text, snapshot.statistics, snapshot.embedder, lexicon(), words.relatives, snapshot.synonyms)


def _answers(snapshot: Snapshot, question: Question) -> int:
    found = [segment.words(question.tokens) * segment.alive for segment in snapshot.segments]
    return sum(int((scores >= _ANSWER * question.bound).sum()) for scores in found)
