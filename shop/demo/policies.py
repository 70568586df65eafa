"""Policies: what the demo shop promises."""

from __future__ import annotations

from shop.policy import Policy

from .bilingual import slug
from .tables import table


def make_policies() -> tuple[Policy, ...]:
    """Every passage in both languages."""
    passages = enumerate(table("policies")["policy"], 1)
    return tuple(
        Policy(
            id=f"{slug(each['topic'])}-{number}-{language}",
            topic=each["topic"],
            title=each[language][0],
            text=each[language][1],
            language=language,
        )
        for number, each in passages
        for language in ("en", "zh")
    )
