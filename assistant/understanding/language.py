"""Language: whether an utterance is English or Chinese."""

from __future__ import annotations

import re

from assistant.state import Language

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"(?<![\w-])[A-Za-z]{3,}(?![\w-])")  # neither XL nor KX-TG1032S says anything about the language


def language_of(text: str, hint: Language | None = None) -> Language:
    """The language of the text; Latin brand names do not make a Chinese sentence English. Without letters, the hint."""
    chinese, words = len(_CHINESE.findall(text)), len(_WORD.findall(text))
    if not chinese and not words:
        return hint or "en"
    return "zh" if chinese and chinese >= words else "en"
