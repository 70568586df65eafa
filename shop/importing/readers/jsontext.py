"""JSON text: an array of records, or an object that holds lists of them. Read piece by piece, never as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from ..broken import BrokenFile
from ..row import Row
from ..source import Source

_CHUNK = 256 * 1024
_SPACE = " \t\n\r\ufeff"


class Scanner:
    """A window that slides over JSON text and decodes one value at a time."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._decode = json.JSONDecoder().raw_decode
        self._window = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def peek(self) -> str:
        """The next character that is not a space; "" at the end."""
        while True:
            while self._at < len(self._window):
                sign = self._window[self._at]
                if sign not in _SPACE:
                    return sign
                self._move(self._at + 1)
            if not self._more():
                return ""

    def take(self, expected: str) -> None:
        """Step over that character. Raises ValueError when another stands there."""
        sign = self.peek()
        if sign != expected:
            found = f"{sign!r}" if sign else "the end of the file"
            raise ValueError(f"{expected!r} is missing on line {self.line}, where {found} stands")
        self._move(self._at + 1)

    def value(self) -> Any:
        """The value that begins here. Raises ValueError when it is damaged or cut off."""
        self.peek()
        while True:
            try:
                value, end = self._decode(self._window, self._at)
            except ValueError as error:
                if not self._more():
                    raise ValueError(f"line {self.line}: {error}") from None
                continue
            # A number at the end of the window may go on in the next chunk.
            if end < len(self._window) or not self._more():
                self._move(end)
                return value

    def _move(self, to: int) -> None:
        self.line += self._window.count("\n", self._at, to)
        self._at = to

    def _more(self) -> bool:
        if self._ended:
            return False
        # Twice the window each time, so that one huge value is decoded a few times only.
        chunk = self._file.read(max(_CHUNK, len(self._window) - self._at))
        self._ended = not chunk
        self._window = self._window[self._at :] + chunk
        self._at = 0
        return bool(chunk)


def read_json(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """Rows of every list of objects in the file, or of the one list named. Raises BrokenFile when it is cut off."""
    with source.text() as file:
        scanner = Scanner(file)
        try:
            for row in _document(scanner):
                if rows_of is None or row.section == rows_of:
                    yield row
            if scanner.peek():
                raise ValueError(f"something follows its end on line {scanner.line}")
        except (ValueError, RecursionError) as error:
            raise BrokenFile(source.path, f"it is not whole JSON ({error}).") from None


def _document(scanner: Scanner) -> Iterator[Row]:
    opening = scanner.peek()
    if opening == "[":
        yield from _array(scanner, "")
    elif opening == "{":
        yield from _object(scanner)
    else:
        raise ValueError("it begins with neither [ nor {")


def _array(scanner: Scanner, section: str) -> Iterator[Row]:
    for line, value in _elements(scanner):
        if isinstance(value, dict):
            yield Row(line, value, section)
        else:
            yield Row(line, {"value": value}, section, "not a JSON object")


def _elements(scanner: Scanner) -> Iterator[tuple[int, Any]]:
    scanner.take("[")
    if scanner.peek() == "]":
        return scanner.take("]")
    while True:
        scanner.peek()
        line = scanner.line
        yield line, scanner.value()
        if scanner.peek() == "]":
            return scanner.take("]")
        scanner.take(",")


def _object(scanner: Scanner) -> Iterator[Row]:
    """Lists of objects under a key, and objects of objects, whose keys then serve as ids. A lone record is one row."""
    own: dict[str, Any] = {}
    rows = 0
    for key, line in _keys(scanner):
        if scanner.peek() == "[" and not own.get("title") and not own.get("name"):
            for row in _array(scanner, key):
                rows += 1
                yield row
            continue
        value = scanner.value()
        own[key] = value
        for row in nested_rows(value, key, line) if not _is_record(own) else ():
            rows += 1
            yield row
    if not rows and _is_record(own):
        yield Row(1, own)


def _keys(scanner: Scanner) -> Iterator[tuple[str, int]]:
    scanner.take("{")
    if scanner.peek() == "}":
        return scanner.take("}")
    while True:
        line = scanner.line
        key = scanner.value()
        if not isinstance(key, str):
            raise ValueError(f"a name is missing on line {line}")
        scanner.take(":")
        yield key, line
        if scanner.peek() == "}":
            return scanner.take("}")
        scanner.take(",")


def nested_rows(value: Any, section: str, line: int) -> Iterator[Row]:
    """Records inside a value: a list of objects, an object of objects, or a wrapper around either."""
    if isinstance(value, list):
        yield from (Row(line, item, section) for item in value if isinstance(item, dict))
    elif isinstance(value, dict) and value:
        inner = list(value.values())
        if all(isinstance(item, dict) for item in inner) and len(inner) > 1:
            yield from (Row(line, {"key": key, **item}, section) for key, item in value.items())
        elif not any(key in value for key in ("title", "name")):
            for key, item in value.items():
                yield from nested_rows(item, key, line)


def _is_record(own: dict[str, Any]) -> bool:
    return any(isinstance(own.get(key), str) for key in ("title", "name", "标题", "名称", "商品名称"))
