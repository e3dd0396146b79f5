"""Exports a store and imports it into another: as JSON Lines with stories, or as a CSV table of decisions.

Existing records stay as they are, so that importing a file twice changes nothing. Of decisions on one suggestion from
two stores, the later one is in force and the other stays in the history.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, select

from repair.core.earlier_versions import with_current_keys
from repair.core.errors import StoreError
from repair.core.protocols import DecisionStore
from repair.core.serialize import UNIT
from repair.core.types import Verdict
from repair.decisions.assignments import add_imported
from repair.decisions.commands import set_current
from repair.decisions.export_records import KINDS, checked
from repair.decisions.ingest import insert_new
from repair.decisions.models import Answer, State, answer_of
from repair.decisions.schema import assignments, decisions, stories, suggestions
from repair.formats.delimiter import guess_delimiter

COLUMNS = (
    "uid decided_at reviewer verdict replacement surface proposed kind confidence story start end suggestion_id "
    "supersedes undoes batch edit_start edit_before comment"
).split()
_FORMULA_STARTS = tuple("=+-@\t\r")  # a spreadsheet reads cells that begin with these as formulas

_VERDICTS = {Answer.CORRECT.value: Verdict.ACCEPT.value, Answer.SKIP.value: Verdict.REJECT.value}

NOT_JSON = "the line is not JSON ({why}); correct or delete it"


def export_lines(store: DecisionStore) -> Iterator[str]:
    """Yield the whole store as JSON Lines: stories, suggestions, then decisions and assignments by time."""
    with store.reading() as connection:
        uids = _pairs(connection, decisions.c.id, decisions.c.uid)
        for row in connection.execute(select(stories).order_by(stories.c.arrived_at, stories.c.id)).mappings():
            story = {name: value for name, value in row.items() if name not in ("folded", "raw", "assignee")}
            yield _json_line("story", {**story, "raw": base64.b64encode(row["raw"]).decode("ascii")})
        for row in connection.execute(
            select(suggestions).order_by(suggestions.c.story_id, suggestions.c.start)
        ).mappings():
            fields = with_current_keys({name: value for name, value in row.items() if name != "decision"})
            # The state follows from the decisions, except that a later suggestion has replaced this one.
            undecided = State.OPEN if row["applied_text"] is None else State.CHANGED
            fields["state"] = State.REPLACED if row["state"] == State.REPLACED else undecided
            yield _json_line("suggestion", fields | {"unit": UNIT})
        for row in connection.execute(select(decisions).order_by(decisions.c.id)).mappings():
            yield _json_line("decision", _portable(row, uids))
        in_order = select(assignments).order_by(assignments.c.assigned_at, assignments.c.uid)
        for row in connection.execute(in_order).mappings():
            yield _json_line("assignment", {name: value for name, value in row.items() if name != "id"})


def export_table(store: DecisionStore) -> str:
    """Return the decisions as a CSV table in order of time, one per row; verdicts are called as on the page."""
    query = (
        select(decisions, suggestions.c.surface, suggestions.c.replacement.label("proposed"))
        .add_columns(suggestions.c.kind, suggestions.c.confidence, suggestions.c.start, suggestions.c.end)
        .add_columns(stories.c.name.label("story"))
        .join(suggestions, suggestions.c.id == decisions.c.suggestion_id)
        .join(stories, stories.c.id == suggestions.c.story_id)
        .order_by(decisions.c.id)
    )
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    with store.reading() as connection:
        uids = _pairs(connection, decisions.c.id, decisions.c.uid)
        for row in connection.execute(query).mappings():
            fields = {**row, **_portable(row, uids)}
            if fields["verdict"] is not None:
                fields["verdict"] = answer_of(Verdict(fields["verdict"]), flag=row["proposed"] is None).value
            writer.writerow([_cell(fields[column]) for column in COLUMNS])
    return table.getvalue()


class ImportCounts(NamedTuple):
    """How many decisions an import added, and how many lines could not be used."""

    new: int
    unusable: int


def import_lines(store: DecisionStore, path: str, text: str) -> ImportCounts:
    """Import the output of `export_lines`.

    A decision is unusable if its suggestion is in neither the file nor the store, or its story lacks the replaced text.

    Args:
        store: The store to add to.
        path: The file, for messages.
        text: Its content.
    """
    records: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            what, record = checked(path, number, _parsed(path, number, line))
            records[what].append(record)
    with store.writing() as connection:
        insert_new(connection, stories, records["story"])
        there = set(connection.execute(select(stories.c.id)).scalars())
        usable = [record for record in records["suggestion"] if record["story_id"] in there]
        insert_new(connection, suggestions, usable)
        new, unusable = _import_decisions(connection, records["decision"])
        assigned = [record for record in records["assignment"] if record["story_id"] in there]
        add_imported(connection, assigned)
    unusable += len(records["suggestion"]) - len(usable) + len(records["assignment"]) - len(assigned)
    return ImportCounts(new, unusable)


def import_table(store: DecisionStore, path: str, text: str) -> ImportCounts:
    """Import the output of `export_table`, for suggestions that the store has; as `import_lines` does otherwise.

    Args:
        store: The store to add to.
        path: The file, for messages.
        text: Its content.
    """
    records = []
    delimiter = guess_delimiter(text.partition("\n")[0])  # a spreadsheet may have saved it with another one
    for number, row in enumerate(csv.DictReader(io.StringIO(text), delimiter=delimiter), start=2):
        fields = {name: _uncell(value) for name, value in row.items() if isinstance(name, str)}
        fields["verdict"] = _VERDICTS.get(str(fields.get("verdict")), fields.get("verdict"))
        records.append(checked(path, number, {"what": "decision", **fields}, strict=False)[1])
    with store.writing() as connection:
        return _import_decisions(connection, records)


def _import_decisions(connection: Connection, records: Iterable[dict[str, Any]]) -> ImportCounts:
    """Insert new decisions, oldest first, and put the latest one of each suggestion in force."""
    ids = _pairs(connection, decisions.c.uid, decisions.c.id)
    suggestion_ids = set(connection.execute(select(suggestions.c.id)).scalars())
    touched: set[str] = set()
    new = unusable = 0
    for record in sorted(records, key=lambda record: record["decided_at"]):
        if record["uid"] in ids:
            continue
        if record["suggestion_id"] not in suggestion_ids or not _fits(connection, record):
            unusable += 1
            continue
        links = {link: ids.get(record[link]) for link in ("supersedes", "undoes")}
        primary_key = connection.execute(decisions.insert().values(record | links)).inserted_primary_key
        ids[record["uid"]] = int(primary_key[0]) if primary_key is not None else 0
        touched.add(record["suggestion_id"])
        new += 1
    for id in sorted(touched):
        last = connection.execute(
            select(decisions)
            .where(decisions.c.suggestion_id == id)
            .order_by(decisions.c.decided_at.desc(), decisions.c.id.desc())
            .limit(1)
        ).one()
        set_current(connection, id, last.id, last.verdict)
    return ImportCounts(new, unusable)


def _fits(connection: Connection, record: Mapping[str, Any]) -> bool:
    """Tell whether the story has the text that a decision replaces, and whether it encloses the suggestion."""
    start, before = record["edit_start"], record["edit_before"]
    if start is None:
        return True
    row = connection.execute(
        select(stories.c.text, stories.c.emptied_at, suggestions.c.start, suggestions.c.end)
        .join(stories, stories.c.id == suggestions.c.story_id)
        .where(suggestions.c.id == record["suggestion_id"])
    ).one()
    end = start + len(before)
    stands = row.emptied_at is not None or row.text[start:end] == before
    return bool(start <= row.start and row.end <= end and stands)


def _pairs(connection: Connection, keys: Column[Any], values: Column[Any]) -> dict[Any, Any]:
    """Return two columns of the decisions as a mapping."""
    return {row[0]: row[1] for row in connection.execute(select(keys, values))}


def _portable(row: Mapping[Any, Any], uids: Mapping[int, str]) -> dict[str, Any]:
    """Return a decision that refers to others by uid, which is the same in every store, instead of by id."""
    fields = {column.name: row[column.name] for column in decisions.columns if column.name != "id"}
    return fields | {link: uids.get(row[link]) for link in ("supersedes", "undoes")}


def _json_line(what: str, record: Mapping[str, Any]) -> str:
    return json.dumps({"what": what, **record}, ensure_ascii=False) + "\n"


def _parsed(path: str, number: int, line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise StoreError.of(NOT_JSON, path=path, place=f"line {number:,}", why=error) from error


def _cell(value: object) -> object:
    """Return a value as a cell that spreadsheets do not read as a formula.

    >>> _cell("=1+1"), _cell("Ann"), _cell(None)
    ("'=1+1", 'Ann', '')
    """
    if isinstance(value, str) and value.startswith((*_FORMULA_STARTS, "'")):
        return f"'{value}"
    return "" if value is None else value


def _uncell(value: object) -> object:
    """Return what a cell holds; the reverse of `_cell`."""
    return value[1:] if isinstance(value, str) and value.startswith("'") else value or None
