"""Title: what a product is called, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random

from .bilingual import Both, both
from .draft import Draft
from .tables import table

_SLOT = re.compile(r"\{(\w+)\}")
_VAGUE = {"Home", "Everyday", "Coffee", "Cooking", "日常", "居家", "咖啡", "烹饪"}  # uses that a title need not name
_SMALL = {"with", "for", "and", "of", "in", "on", "at", "the", "a", "to", "by", "or"}


def write_titles(drafts: Iterable[Draft], seed: int) -> dict[str, Both]:
    """A title for each draft by its id; no two products of the shop share one."""
    rng = Random(f"{seed}/titles")
    taken: set[str] = set()
    return {draft.id: Both(_title(rng, draft, "en", taken), _title(rng, draft, "zh", taken)) for draft in drafts}


def _title(rng: Random, draft: Draft, language: str, taken: set[str]) -> str:
    slots = _slots(draft, language)
    patterns = [pattern for pattern in table("titles")[draft.line.titles][language] if _fills(pattern, slots)]
    fresh = [title for pattern in rng.sample(patterns, len(patterns)) if (title := _fill(pattern, slots)) not in taken]
    title = fresh[0] if fresh else f"{_fill(patterns[0], slots)} {_roman(draft, language)}"
    taken.add(title)
    return title


def _roman(draft: Draft, language: str) -> str:
    number = int(draft.id[-3:])
    return f"{number}号款" if language == "zh" else f"No. {number}"


def _slots(draft: Draft, language: str) -> dict[str, str]:
    slots = {name: values[0].in_(language) for name, values in draft.attributes.items()}
    slots |= {"brand": draft.brand.in_(language), "model": draft.model.in_(language), "noun": draft.style.noun.in_(language)}
    slots |= _audience(draft, language)
    slots |= _features(draft, language)
    if draft.line.spec:
        slots["spec"] = draft.line.spec.in_(language).format_map(slots)
    return slots if language == "zh" else {name: _capitals(value) for name, value in slots.items()}


def _audience(draft: Draft, language: str) -> dict[str, str]:
    if draft.audience is None:
        return {}
    words = table("audiences")[draft.audience]
    noun = draft.style.noun
    said = "Kids" in noun.en or "儿童" in noun.zh or "女式" in noun.zh
    return {"who": "" if said else both(words["title"]).in_(language), "for": both(words["for"]).in_(language)}


def _features(draft: Draft, language: str) -> dict[str, str]:
    """f1, f2: any feature; a1, a2: those that read as adjectives; t1: one that is a thing to come with."""
    noun = draft.style.noun.in_(language).lower()
    names = [feature.name for feature in draft.features if feature.name.in_(language).lower() not in noun]
    things = [name for name in names if name.en in table("titles")["things"]["en"]]
    plain = [name for name in names if name not in things and not name.en.startswith("With ")]
    adjectives = plain if language == "en" else names
    return _numbered("f", names, language) | _numbered("a", adjectives, language) | _numbered("t", things, language)


def _numbered(letter: str, names: Sequence[Both], language: str) -> dict[str, str]:
    return {f"{letter}{place}": name.in_(language) for place, name in enumerate(names, 1)}


def _fills(pattern: str, slots: dict[str, str]) -> bool:
    if not all(name in slots for name in _SLOT.findall(pattern)):
        return False
    noun = slots["noun"].lower()
    if "{use}" in pattern and (slots["use"].lower() in noun or slots["use"] in _VAGUE):
        return False
    return "material" not in pattern or slots["material"].split()[0].lower() not in noun


def _fill(pattern: str, slots: dict[str, str]) -> str:
    return re.sub(r"\s+", " ", pattern.format_map(slots)).replace(" ,", ",").strip(" –,")


def _capitals(text: str) -> str:
    words = [
        word if word in _SMALL else "-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in text.split()
    ]
    return " ".join(words)
