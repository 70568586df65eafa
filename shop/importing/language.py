"""Language: whether a text is Chinese or English."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def language_of(text: str) -> str:
    """Return "zh" when the text's Chinese characters weigh more than its Latin letters, else "en".

    A Chinese character says about as much as four letters: "大金(DAIKIN) 变频冷暖FTCR136UC" is Chinese.
    """
    if text.isascii():
        return "en"
    han = len(_HAN.findall(text))
    return "zh" if han * 4 > len(_LATIN.findall(text)) else "en"
