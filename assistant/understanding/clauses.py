"""Clauses: the parts of an utterance, of which each may ask for something else."""

from __future__ import annotations

import re
from collections.abc import Callable

# A comma separates, "and" only where a new request begins: "black and white" is one wish.
_BORDER = re.compile(
    r"[,;!?，；。！？]+|(?<=\w)\.(?=\s|$)"
    r"|\b(?:and|then|also)\s+(?=(?:then |also |please )?(?:show|find|get me|search|look|i\b|do you|give|what|how|can|add|remove"
    r"|tell|compare|recommend|is|are|put)\b)"
    r"|然后|顺便|另外|并且|再(?=看|找|推荐|帮|给|加|搜)",
    re.IGNORECASE,
)


def without_clauses(text: str, acts: Callable[[str], bool]) -> str:
    """The text with every clause blanked that `acts`; empty of words when all of them do."""
    start = 0
    for border in [*_BORDER.finditer(text), None]:
        end = border.start() if border else len(text)
        if acts(text[start:end]):
            text = text[:start] + " " * (end - start) + text[end:]
        start = border.end() if border else end
    return text
