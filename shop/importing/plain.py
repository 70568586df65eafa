"""Plain: what people typed into a catalogue, as plain text. HTML, control characters and odd spaces go."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--|![^<>]*|\?[^<>]*)>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6]|/?ul|/?ol|/?table)\b[^<>]*>", re.IGNORECASE)
# Control characters, invisible joiners, marks that reverse the writing direction, and halves of broken pairs.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_ODD = re.compile(r"[<&\x00-\x1f\x7f-\xa0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff\ufffe\uffff]|  ")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


def plain(text: str) -> str:
    """The text without HTML and control characters, every run of spaces folded, lines kept."""
    if not _ODD.search(text):
        return text.strip()
    if "<" in text or "&" in text:
        text = _without_html(text)
    text = _INVISIBLE.sub("", text.replace("\r", "\n"))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def line(text: str) -> str:
    """The same on a single line."""
    text = plain(text)
    return text.replace("\n", " ") if "\n" in text else text


def _without_html(text: str) -> str:
    # Feeds escape their HTML once or twice; what is still escaped after three rounds is shown as it stands.
    for _ in range(3):
        before = text
        text = _TAG.sub(" ", _BREAK.sub("\n", _HIDDEN.sub(" ", text)))
        text = unescape(text)
        if text == before:
            break
    return text
