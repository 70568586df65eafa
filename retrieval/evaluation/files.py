"""Files: queries, judgements and runs as people write them, read strictly: what cannot be meant is named with its line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import orjson

from shop.errors import UserError

Judgements = dict[str, dict[str, int]]  # grade by query and product; 0 is wrong
Run = dict[str, list[str]]  # products by query, the best first
_HEADERS = frozenset(("query", "query_id", "queryid", "qid", "topic", "query-id"))
_MOST_GRADE = 20  # a larger one is an id in the wrong column


def read_queries(path: Path) -> Iterator[tuple[str, str]]:
    """The (id, text) pairs in a file of `id<tab>text` lines, or of JSON objects with id and query, title or name."""
    for number, line in enumerate(_text(path, "queries").splitlines(), 1):
        if line.strip():
            yield _query(line, f"line {number} of {path}")


def read_judgements(path: Path) -> Judgements:
    """Grades from lines of `query product grade`, of TREC's `query 0 product grade`, or of `query product` (grade 1).

    Tabs separate where a line has any, else spaces. A first line of names is skipped.
    """
    judged: Judgements = {}
    for number, line in enumerate(_text(path, "judgements").splitlines(), 1):
        cells = _cells(line)
        if not line.strip() or (number == 1 and cells[0].lower() in _HEADERS):
            continue
        query, product, grade = _judgement(cells, f"line {number} of {path}")
        before = judged.setdefault(query, {}).setdefault(product, grade)
        if before != grade:
            raise UserError(
                f"Query {query} and product {product} are judged {before} and again {grade} on line {number} of {path}."
            )
    if not judged:
        raise UserError(f"There are no judgements in {path}; write lines of query, product and grade.")
    return judged


def read_run(path: Path) -> Run:
    """Answers from TREC run lines of `query Q0 product rank score tag`, ordered by rank."""
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_text(path, "answers").splitlines(), 1):
        if not line.strip():
            continue
        cells = _cells(line)
        if len(cells) != 6 or not cells[3].isdecimal():
            raise UserError(
                f"Line {number} of {path} is no line of a run; write `query Q0 product rank score tag`, as `aisle search` does."
            )
        found.setdefault(cells[0], {}).setdefault(cells[2], int(cells[3]))
    if not found:
        raise UserError(f"There are no answers in {path}.")
    return {query: sorted(those, key=lambda product: those[product]) for query, those in found.items()}


def _text(path: Path, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UserError(f"The {what} in {path} cannot be read ({reason}); save them as text in UTF-8.") from None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split() or [""]


def _judgement(cells: list[str], where: str) -> tuple[str, str, int]:
    if len(cells) == 4:
        cells = [cells[0], *cells[2:]]
    if len(cells) == 2:
        cells = [*cells, "1"]
    if len(cells) != 3 or not all(cells[:2]):
        raise UserError(f"There are {len(cells)} columns on {where}; a judgement has a query, a product and a grade.")
    return cells[0], cells[1], _grade(cells[2], where)


def _grade(text: str, where: str) -> int:
    try:
        grade = float(text)
    except ValueError:
        grade = math.nan
    if not math.isfinite(grade) or grade != int(grade) or not -_MOST_GRADE <= grade <= _MOST_GRADE:
        raise UserError(f"“{text[:40]}” is no grade, on {where}; write a whole number from 0 (wrong) to {_MOST_GRADE}.")
    return max(int(grade), 0)


def _query(line: str, where: str) -> tuple[str, str]:
    if not line.lstrip().startswith("{"):
        id_, tab, text = line.partition("\t")
        if not tab:
            raise UserError(f"There is no tab between id and text in {where}; write one, or use JSON lines.")
        return id_.strip(), text.strip()
    try:
        item = orjson.loads(line)
    except ValueError as error:
        raise UserError(f"The JSON in {where} cannot be read ({error}).") from None
    asked = next((item[name] for name in ("query", "title", "name") if item.get(name)), None)
    if asked is None or item.get("id") is None:
        raise UserError(f"A query needs an id and one of query, title and name; {where} lacks one.")
    return str(item["id"]), str(asked)
