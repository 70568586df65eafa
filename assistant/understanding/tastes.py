"""Tastes: what an utterance says its shopper likes, beyond what they are looking for now: "I love linen", "not so sporty"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Self

from pydantic import BaseModel, ConfigDict

from .cues import FILLER, NOT_GOODS

Span = tuple[int, int]

_LIKED = re.compile(
    r"\bi(?:'m| am)? ?(?:really |do |just |always |usually |generally )?"
    r"(?:love|like|adore|prefer|am (?:really )?into|(?<='m )(?:really )?into|(?<='m )(?:a fan of|fond of))\s+"
    r"(?!(?:the|this|that|it|these|those|them|to|how|what|your|you|both|all|none|neither|one|number)\b)"
    r"([a-z]+(?:-[a-z]+)*(?:(?:\s+|\s*(?:,|\band\b|\bor\b)\s*)[a-z]+(?:-[a-z]+)*){0,3})"
    r"|我(?:真的?|很|最|比较|更|特别|非常|一直|平时)*(?:喜欢|爱|偏爱|偏好)(?![这那第它你您上下吃])(?:穿|用)?([\u4e00-\u9fff]{1,6})",
    re.IGNORECASE,
)
_DISLIKED = re.compile(
    r"(?:(?:\bnot|n['’]?t|\bnothing|\banything but|\bwithout being) (?:be |look |feel |that is )?"
    r"(?:so|too|that|overly|very|quite so)"
    r"|\b(?:it|they|these|those|that|this|all)(?:'s|'re| is| are| looks?)? (?:a bit |a little |way |far |just )?(?:too|so)"
    r"|\bless|\ba bit too)"
    r" ([a-z]+(?:-[a-z]+)*)"
    r"|(?:不要|不想要|别|不用|不需要|不)(?:太|那么|这么|过于|太过)([\u4e00-\u9fff]{1,4}?)(?:的|了|就|$|[^\u4e00-\u9fff])"
    r"|太([\u4e00-\u9fff]{2,4}?)了",
    re.IGNORECASE,
)
# What says how much there is of something, or how things are, rather than what they are like.
_NO_TASTE = re.compile(
    r"(?:\w*expensive|pric\w+|costly|cheap\w*|much|many|few|far|near|soon|late|early|well|fast|slow\w*|keen|happy|fussed|interested|bothered"
    r"|certain|fond|important|necessary|easy|hard|difficult|similar|different|likely|often|than|of|a|the|is|be|you|or|and)$"
    r"|[贵大小长短高低远近快慢多少重轻久]|便宜|喜欢|清楚|确定|懂|了解|方便|合适|麻烦|满意|想|要|会|能|好|行|对|可能|着急|急",
    re.IGNORECASE,
)
# Where these stand, something else begins.
_ENDS = re.compile(
    r"(?:not|no|but|under|over|below|above|less|more|show|find|please|with|without|for|from|that|which|because|can|do|is|are|i|so|too"
    r"|when|if|in|on|at)$",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"\s*(?:,|\band\b|\bor\b|和|跟|与|、)\s*|\s+", re.IGNORECASE)
_MOST = 12  # of each, the latest


class Tastes(BaseModel):
    """Words for what a shopper likes and does not like, the latest last; none is in both."""

    model_config = ConfigDict(frozen=True)

    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()

    def and_then(self, said: Self) -> Tastes:
        """These, and what was said later, which counts where they differ."""
        liked = _joined((word for word in self.liked if word not in said.disliked), said.liked)
        return Tastes(liked=liked, disliked=_joined((word for word in self.disliked if word not in said.liked), said.disliked))


def tastes_in(text: str) -> tuple[Tastes, list[Span]]:
    """What the text says of tastes, and the places of what is not liked, which are no words to search for."""
    spans, disliked, liked = list[Span](), list[str](), list[str]()
    for found in _DISLIKED.finditer(text):
        word = next(filter(None, found.groups())).lower()
        if not (_NO_TASTE.match(word) or NOT_GOODS.fullmatch(word) or FILLER.fullmatch(word)):
            disliked.append(word)
            spans.append(found.span())
    for found in _LIKED.finditer(text):
        words = (word.removesuffix("的") for word in _JOINTS.split(next(filter(None, found.groups())).lower()))
        until = takewhile(lambda word: not _ENDS.match(word), words)
        liked += [word for word in until if word and not FILLER.fullmatch(word) and not _NO_TASTE.match(word)]
    return Tastes(liked=tuple(word for word in liked if word not in disliked), disliked=tuple(disliked)), spans


def _joined(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    words = [*before, *after]
    latest = dict.fromkeys(reversed(words))
    return tuple(reversed([*latest][:_MOST]))
