"""Reading: a text as this shop understands it, misspelt words mended where they leave next to nothing to show."""

from __future__ import annotations

from dataclasses import replace

from .lexicon import lexicon
from .question import Question
from .relatives import Relatives
from .snapshot import Snapshot

_MOST_CHARACTERS = 600  # of a text that are read; more are no search words any more
_ANSWER = 0.7  # of the words' worth: what holds as much answers them
_FEW = 5


def read(snapshot: Snapshot, text: str) -> Question:
    """The question that the text asks. A word is mended only when the shop never wrote it and few goods answer as it is."""
    text = text[:_MOST_CHARACTERS]
    mended = snapshot.words.spelling.text(text, snapshot.statistics.frequency)
    if mended == text or _answers(snapshot, text) >= _FEW:
        return _question(snapshot, text, snapshot.words.relatives)
    return replace(_question(snapshot, mended, snapshot.words.relatives), corrected=mended)


def _question(snapshot: Snapshot, text: str, relatives: Relatives | None = None) -> Question:
    return Question.of(text, snapshot.statistics, snapshot.embedder, lexicon(), relatives, snapshot.synonyms)


def _answers(snapshot: Snapshot, text: str) -> int:
    # By the words as they stand: a relative is a guess, and so is what the word may have been meant to be.
    question = _question(snapshot, text)
    found = [segment.words(question.tokens) * segment.alive for segment in snapshot.segments]
    return sum(int((scores >= _ANSWER * question.bound).sum()) for scores in found)
