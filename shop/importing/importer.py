"""Importer: files in, a stocked shop out. All files are checked before the first row is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ..errors import UserError
from ..store.store import Store
from .broken import BrokenFile
from .formats import Format, check_format, format_of
from .imported import Bad, Imported
from .intake import MOST_OF_ONE, Intake
from .kind import KINDS, STORED, Kind
from .money import check_currency, currency_of
from .report import Report
from .source import Source
from .survey import Notice, Survey, sections, survey

_MOST_REMOVED = 0.5  # of the products that the shop had: more is rather the wrong file


def import_files(
    store: Store,
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    currency: str | None = None,
    remove_missing: bool = False,
    remove_most: bool = False,
    merge_twins: bool = False,
    report: Path | None = None,
    progress: Notice | None = None,
) -> list[Imported]:
    """Store what is in the files; return one Imported a file, or one a list where a JSON file holds several.

    kind, format: recognised by what is in the file when None.
    mapping: our field or attribute -> the file's column; wins over what is recognised.
    currency: of amounts that name none, in a shop that has none yet.
    remove_missing: delete the products that are in none of the product files, in one transaction once all are stored.
    remove_most: also where that is more than half of the shop's products; otherwise they stay, and `kept` counts them.
    merge_twins: count what was done with a product that is listed twice for one of them; of events and orders.
    report: a file for the rows that cannot be stored.
    progress: called with rows done, rows in all (0 while unknown) and what is being done.
    Raises BrokenFile or UserError, and then nothing at all was stored.
    """
    notice = progress or _silent
    surveys = _surveys([Path(path) for path in paths], kind, format, mapping or {}, notice)
    if remove_missing and not any(found.kind == "products" for found in surveys):
        raise UserError("--remove-missing needs a file of products; nothing was imported and nothing removed.")
    money, why = _currency(store, surveys, currency)
    with Report.open(report) as rejected:
        intakes = [Intake(store, found, money, rejected, notice, merge_twins) for found in surveys]
        if any(found.kind == "products" for found in surveys):
            store.facts.set("currency", money)
        for intake in intakes:
            intake.run()
    _remember_languages(store, intakes)
    removed = _remove_missing(store, intakes, remove_most) if remove_missing else None
    return [_imported(intake, why, removed) for intake in intakes]


def _surveys(
    paths: Sequence[Path], kind: str | None, format: str | None, wanted: Mapping[str, str], notice: Notice
) -> list[Survey]:
    found = []
    for path in paths:
        source = Source(path)
        its_format = check_format(format) if format else format_of(source)
        found += _lists(source, its_format, _kind(kind), wanted, notice)
    return sorted(found, key=lambda one: STORED.index(one.kind))


def _lists(source: Source, format: Format, kind: Kind | None, wanted: Mapping[str, str], notice: Notice) -> list[Survey]:
    """The lists of records in one file. Of several, those that cannot be understood are left out with a note."""
    found: list[Survey] = []
    problems: list[UserError] = []
    for section in sections(source, format):
        try:
            found.append(survey(source, format, section, kind, wanted, notice))
        except BrokenFile:
            raise
        except UserError as error:
            problems.append(error)
    if not found:
        raise problems[0]
    return [replace(found[0], notes=tuple(map(str, problems))), *found[1:]]


def _kind(name: str | None) -> Kind | None:
    for kind in KINDS:
        if kind == name:
            return kind
    if name is None:
        return None
    raise UserError(f"There is no kind {name!r}; choose one of {', '.join(KINDS)}.")


def _currency(store: Store, surveys: Sequence[Survey], wanted: str | None) -> tuple[str, str]:
    """The shop's currency and where it comes from. Raises UserError when another is wanted for a shop that has goods."""
    wanted = check_currency(wanted) if wanted else None
    shops = store.facts.get("currency")
    if shops and wanted not in (None, shops) and store.catalogue.count().products:
        raise UserError(f"The shop's currency is {shops}, so --currency {wanted} cannot be used; a shop has one currency.")
    if shops and (wanted in (None, shops) or store.catalogue.count().products):
        return shops, "the shop's currency"
    found: Counter[tuple[str, ...]] = Counter()
    languages: Counter[str] = Counter()
    for one in surveys:
        if one.kind in ("products", "orders"):
            found.update(one.currencies)
            languages.update(one.languages)
    return currency_of(found, languages, wanted)


def _remember_languages(store: Store, intakes: Sequence[Intake]) -> None:
    known = [language for language in (store.facts.get("languages") or "").split(",") if language]
    found: Counter[str] = Counter()
    for intake in intakes:
        if intake.survey.kind == "products":
            found.update(intake.languages)
    common = [language for language, count in found.most_common() if count * 50 >= sum(found.values())]
    languages = list(dict.fromkeys([*known, *common]))
    if found and languages != known:
        store.facts.set("languages", ",".join(languages))


class Removal(NamedTuple):
    """Products that were in no file: how many were removed, and how many stayed because they are so many."""

    removed: int
    kept: int


def _remove_missing(store: Store, intakes: Sequence[Intake], remove_most: bool) -> Removal:
    if any(intake.unread for intake in intakes):
        return Removal(0, 0)
    there = {id_ for intake in intakes if intake.survey.kind == "products" for id_ in intake.ids | intake.held}
    ids = store.catalogue.ids()
    missing = [id_ for id_ in ids if id_ not in there]
    # New goods must not hide that what was there before is gone.
    before = len(ids) - sum(intake.added for intake in intakes)
    if not remove_most and len(missing) > _MOST_REMOVED * before:
        return Removal(0, len(missing))
    return Removal(store.catalogue.delete(missing), 0)


def _imported(intake: Intake, why: str, removal: Removal | None) -> Imported:
    found = intake.survey
    priced = found.kind in ("products", "orders")
    languages = intake.languages or found.languages
    return Imported(
        path=str(found.source.path),
        section=found.section or "",
        kind=found.kind,
        format=found.format,
        mapping=found.shown(),
        ignored=found.columns.ignored,
        read=intake.read,
        stored=intake.stored,
        skipped=intake.skipped,
        currency=intake.currency if priced else None,
        language=max(languages, key=lambda language: languages[language], default="en"),
        removed=removal.removed if removal and found.kind == "products" else 0,
        kept=removal.kept if removal and found.kind == "products" else 0,
        notes=tuple(_notes(intake, why, priced, removal is not None)),
        bad=tuple(Bad(line=row.line, reason=row.reason) for row in intake.bad),
    )


def _notes(intake: Intake, why: str, priced: bool, removing: bool) -> list[str]:
    notes = list(intake.survey.notes)
    if priced:
        notes.append(f"Prices are in {intake.currency} ({why}).")
    if removing and intake.unread and intake.survey.kind == "products":
        notes.append(f"Nothing was removed: the ids of {intake.unread} rows could not be read, so they may be in the file.")
    if intake.merged:
        notes.append(f"Events of products that are listed twice, counted for one of them: {intake.merged:,}.")
    if intake.repeated:
        notes.append(f"{intake.repeated:,} of the events were there already.")
    if intake.machines:
        who = "one visitor" if len(intake.machines) == 1 else f"{len(intake.machines):,} visitors"
        notes.append(f"{intake.automatic:,} events of {who} with more than {MOST_OF_ONE:,} were left out: machines.")
    if intake.priceless:
        notes.append(f"{intake.priceless} of {intake.stored} products have no price.")
    if intake.pictureless:
        notes.append(f"{intake.pictureless} products have pictures without an http(s) address; these pictures were left out.")
    if intake.reviews:
        notes.append(f"Reviews stored from inside the products: {intake.reviews}.")
    if not intake.survey.stars_tell:
        notes.append("Nearly all reviews have the same stars, so they were not made into ratings.")
    return notes


def _silent(done: int, total: int, what: str) -> None:
    return
