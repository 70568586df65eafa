"""Source: a file to import, and the encoding its text is in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, TextIO

from charset_normalizer import from_bytes

from .broken import BrokenFile

_HEAD = 64 * 1024
_SAMPLE = 128 * 1024
_LEGACY = ["gb18030", "big5", "cp1252", "latin_1"]
_BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_MAGIC = {
    b"PK\x03\x04": "it is a ZIP archive or an Excel workbook; unpack it, or save it as CSV",
    b"\x1f\x8b": "it is compressed; unpack it first",
    b"%PDF": "it is a PDF; export the data as CSV or JSON",
    b"\xd0\xcf\x11\xe0": "it is an old Excel workbook; save it as CSV",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Source:
    """A file that exists, is not empty and can be opened. Raises BrokenFile otherwise."""

    path: Path

    def __post_init__(self) -> None:
        if not self.path.exists():
            raise BrokenFile(self.path, "there is no such file.")
        if self.path.is_dir():
            raise BrokenFile(self.path, "it is a folder; name the files in it.")
        if not self.head.strip(b"\0 \r\n\t\xef\xbb\xbf"):
            raise BrokenFile(self.path, "it is empty.")

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        try:
            with self.path.open("rb") as file:
                return file.read(_HEAD)
        except OSError as error:
            raise BrokenFile(self.path, f"it cannot be opened ({error.strerror}).") from None

    @cached_property
    def encoding(self) -> str:
        """The encoding of its text. Raises BrokenFile when it is not text."""
        for bom, encoding in _BOMS:
            if self.head.startswith(bom):
                return self._checked(encoding)
        self._refuse_binary()
        flaw = self._first_flaw("utf-8")
        return "utf-8" if flaw is None else self._legacy(flaw)

    def text(self) -> TextIO:
        """Open as text, line ends as they are."""
        return self.path.open(encoding=self.encoding, newline="")

    def start(self) -> str:
        """The first characters, to recognise what the file is."""
        with self.text() as file:
            return file.read(_HEAD // 2)

    def binary(self) -> BinaryIO:
        """Open as bytes."""
        return self.path.open("rb")

    def _refuse_binary(self) -> None:
        for magic, reason in _MAGIC.items():
            if self.head.startswith(magic):
                raise BrokenFile(self.path, f"{reason}.")
        if len(_CONTROL.findall(self.head)) * 50 > len(self.head):
            raise BrokenFile(self.path, "it is binary, not text.")

    def _first_flaw(self, encoding: str) -> int | None:
        """The line of the first bytes that are not in that encoding, or None."""
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        line = 1
        with self.binary() as file:
            while chunk := file.read(_SAMPLE):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    return line + chunk.count(b"\n", 0, error.start)
                line += chunk.count(b"\n")
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return line
        return None

    def _checked(self, encoding: str) -> str:
        line = self._first_flaw(encoding)
        if line is not None:
            raise BrokenFile(self.path, f"it begins as {encoding} but line {line} cannot be decoded.")
        return encoding

    def _legacy(self, flaw: int) -> str:
        sample = self._foreign_lines()
        damaged = sample.decode("utf-8", "replace")
        bad, good = damaged.count("\ufffd"), sum(1 for sign in damaged if sign > "\x7f" and sign != "\ufffd")
        if good >= 5 * bad:
            raise BrokenFile(self.path, f"it is UTF-8 but line {flaw} cannot be decoded; the file is damaged there.")
        best = from_bytes(sample, cp_isolation=_LEGACY).best()
        order = [best.encoding] if best else []
        return next(encoding for encoding in [*order, *_LEGACY] if self._first_flaw(encoding) is None)

    def _foreign_lines(self) -> bytes:
        """The first lines that hold more than ASCII: only they tell encodings apart."""
        found: list[bytes] = []
        size = 0
        with self.binary() as file:
            for line in file:
                if not line.isascii():
                    found.append(line[:4096])
                    size += len(found[-1])
                if size > _SAMPLE:
                    break
        return b"".join(found)
