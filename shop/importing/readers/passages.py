"""Passages: policies in text or Markdown: a heading and what stands under it, or a question and its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..broken import BrokenFile
from ..row import Row
from ..source import Source

_MARKDOWN = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_COLON = re.compile(r"(\S.{0,120}?)\s*[:：]$")
_CHINESE = re.compile(r"(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章条]\s*|【)([^。！？】]{1,40})】?[:：]?$")
_BOLD = re.compile(r"\*\*([^*]{1,100})\*\*[:：]?$")
_QUESTION = re.compile(r"(?:\*\*)?(?:Q(?:uestion)?\s*\d*|问题?\s*\d*)\s*[:：]\s*(.+?)(?:\*\*)?$", re.IGNORECASE)
_ANSWER = re.compile(r"(?:\*\*)?(?:A(?:nswer)?\s*\d*|答案?\s*\d*)\s*[:：](?:\*\*)?\s*(.*)$", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_MARKS = re.compile(r"\*\*|__|`")
_RULE = re.compile(r"[-=_*]{3,}$")
# "Our Shop's Policies and FAQs Shipping Policy": the name of the document, and the first heading.
_RUN_ON = re.compile(
    r".*\b(?:FAQs?|Policies|Information|Terms)\s+((?:[A-Z][\w&-]*\s+){1,3}(?:Policy|Policies|Terms|Information))$"
)


def read_passages(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """One row a passage with `title` and `text`. Raises BrokenFile when no passage is found."""
    with source.text() as file:
        lines = file.read().splitlines()
    found = False
    for row in _passages(lines):
        found = True
        yield row
    if not found:
        raise BrokenFile(source.path, "it holds no passage of text.")


def _passages(lines: list[str]) -> Iterator[Row]:
    start, title, text = 1, "", list[str]()
    for number, line in enumerate(lines, 1):
        following = lines[number] if number < len(lines) else ""
        heading = _heading(line, following)
        if heading is None:
            text.append(_answer(line))
            continue
        yield from _passage(start, title, text)
        start, title, text = number, heading, []
    yield from _passage(start, title, text)


def _passage(line: int, title: str, text: list[str]) -> Iterator[Row]:
    body = "\n".join(_unmarked(part.strip()) for part in text if part.strip() and not _RULE.match(part.strip()))
    if body:
        yield Row(line, {"title": title, "text": body})


def _heading(line: str, following: str) -> str | None:
    """The heading or the question that a line is, or None."""
    stripped = line.strip()
    if not stripped:
        return None
    for pattern in (_MARKDOWN, _QUESTION, _CHINESE, _BOLD):
        if match := pattern.match(stripped):
            return match[1].strip("*： :")
    if re.fullmatch(r"={3,}|-{3,}", following.strip()):
        return stripped
    match = _COLON.match(line.rstrip())
    if match and not line.startswith((" ", "\t", "-", "*", "•")) and not _ANSWER.match(stripped):
        run_on = _RUN_ON.match(match[1])
        return run_on[1] if run_on else match[1]
    return None


def _answer(line: str) -> str:
    match = _ANSWER.match(line.strip())
    return match[1] if match else line


def _unmarked(line: str) -> str:
    """A line of Markdown as plain text; a link keeps its address."""
    return _MARKS.sub("", _LINK.sub(r"\1 (\2)", line))
