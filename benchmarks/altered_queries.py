"""Queries as they are not typed in judged sets: cut to their first plain words, or with one slip of a finger."""

from __future__ import annotations

import random
import re
from collections.abc import Container

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: [row[at] for at in (place - 1, place + 1) if 0 <= at < len(row)]
    for row in _ROWS
    for place, letter in enumerate(row)
}
_EDGES = re.compile(r"^\W+|\W+$")
_SHORTEST = 4  # letters of a word that gets a slip
_TRIES = 30


def first_words(text: str, count: int = 4) -> str:
    """The first words of the text that hold no digit: what a shopper would have typed of another shop's title."""
    plain = (_EDGES.sub("", word) for word in text.split() if not any(letter.isdigit() for letter in word))
    return " ".join([word for word in plain if word][:count])


def with_typo(text: str, chance: random.Random, known: Container[str] = ()) -> str | None:
    """The text with one letter of one word dropped, doubled, swapped, or hit beside its key; None where no word can have one.

    The first letter stays, as people mostly get it right. A slip that gives one of the `known` words is tried again.
    """
    words = text.split()
    places = [place for place, word in enumerate(words) if len(word) >= _SHORTEST and word.isascii() and word.isalpha()]
    for _ in range(_TRIES if places else 0):
        place = chance.choice(places)
        slipped = _slip(words[place].lower(), chance)
        if slipped != words[place].lower() and slipped not in known:
            return " ".join((*words[:place], slipped, *words[place + 1 :]))
    return None


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    match chance.choice(("drop", "double", "swap", "neighbour")):
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case "swap":
            return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + chance.choice(_NEIGHBOURS.get(word[at], [word[at]])) + word[at + 1 :]
