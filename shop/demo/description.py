"""Description: a few sentences about a product, the same in both languages."""

from __future__ import annotations

from random import Random

from .bilingual import Both, both
from .draft import Draft
from .tables import table

_NAMES = (
    "Bluetooth",
    "Christmas",
    "Father",
    "Mother",
    "Valentine",
    "Children's Day",
    "Damascus",
    "Zirconia",
    "Wi-Fi",
    "Full HD",
)
_LONGEST = 7  # sentences
_PURPOSE = ("use", "occasion")
_FIRST = ("material", "fill", "screen", "ram", "battery", "ingredient", "scent", "author", "pieces", "volume", "capacity")


def describe(draft: Draft, seed: int) -> Both:
    """What the product is, what it can do, what it is made of, what it is for."""
    rng = Random(f"{seed}/{draft.id}/description")
    opening = draft.work.about if draft.work else rng.choice(draft.style.about)
    features = [feature.sentence for feature in draft.features]
    facts = [_fact(rng, name, draft.attributes[name]) for name in _facts(rng, draft)]
    sentences = [opening, *features, *facts][:_LONGEST]
    return Both(" ".join(each.en for each in sentences), "".join(each.zh for each in sentences))


def _facts(rng: Random, draft: Draft) -> list[str]:
    told = table("phrases").keys() & draft.attributes.keys()
    solid = sorted(told - {"use", "occasion", "season"}, key=lambda name: (name not in _FIRST, name))
    purpose = [name for name in _PURPOSE if name in told]
    return [*solid[:4], *(rng.sample(purpose, 1) if purpose else [])]


def _fact(rng: Random, name: str, values: tuple[Both, ...]) -> Both:
    phrase = both(rng.choice(table("phrases")[name]))
    english = (", " if name in _PURPOSE else " and ").join(
        (value.en if name == "author" else _running(value.en)) for value in values[:2]
    )
    return Both(_sentence(phrase.en.format(v=english)), phrase.zh.format(v="、".join(value.zh for value in values[:2])))


def _running(text: str) -> str:
    """The value inside a sentence: its first capital goes, unless it begins a name or an abbreviation."""
    return text if text.startswith(_NAMES) or not text[1:2].islower() else text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
