"""Templates and what they may say: Jinja with everything escaped, and the words for numbers, times and states.

Holds no state and decides nothing; copy comes in as it is and goes out as text, never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from repair.core.display import visible
from repair.core.types import Action, Reason, Suggestion
from repair.decisions.history import HistoryEntry
from repair.decisions.models import Answer, Filters, QueuedSuggestion, State, answer_of

_HERE = Path(__file__).parent
_STATES = {
    State.OPEN: "open",
    State.ACCEPT: "accepted",
    State.REJECT: "rejected",
    State.AMEND: "amended",
    State.UNSURE: "unsure",
    State.REPLACED: "replaced",
}
_FLAG_STATES = {State.ACCEPT: "name is correct", State.REJECT: "skipped"}
_STRONG = 1.0  # nats from which evidence counts as strong


def environment() -> Environment:
    """Return the templates' environment, with all that they use."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        visible=visible,
        percent=percent,
        ago=ago,
        day=day,
        count=count,
        state=state_words,
        standing=standing,
        answer=answer_words,
    )
    made.globals.update(
        named=named, strength=strength, is_flag=is_flag, query=query, version_of=static_version, split_name=split_name
    )
    return made


def percent(share: float) -> str:
    """Return a probability for people.

    >>> percent(0.987), percent(0.9999)
    ('99%', '100%')
    """
    return f"{share:.0%}"


def count(number: int, noun: str) -> str:
    """Return a count with its noun.

    >>> count(1, "story"), count(1200, "name"), count(2, "story"), count(2, "fix")
    ('1 story', '1,200 names', '2 stories', '2 fixes')
    """
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith("x") else f"{noun}s"
    return f"{number:,} {plural}"


def ago(moment: str) -> str:
    """Return how long ago a moment of the store was, in the largest unit that fits."""
    seconds = (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


def day(moment: str) -> str:
    """Return the day and minute of a moment of the store.

    >>> day("2026-11-24T02:04:10.123456+00:00")
    '2026-11-24 02:04 UTC'
    """
    return f"{moment[:10]} {moment[11:16]} UTC"


def state_words(state: State) -> str:
    """Return how a suggestion stands, in a word."""
    return _STATES[state]


def standing(case: QueuedSuggestion) -> str:
    """Return how a suggestion stands, in the words for proposals or for unverified names."""
    if case.flag and case.state in _FLAG_STATES:
        return _FLAG_STATES[case.state]
    return _STATES[case.state]


def answer_words(entry: HistoryEntry) -> str:
    """Return what a decision in the history answered, in a word or two."""
    if entry.decision.undoes is not None or entry.decision.verdict is None:
        return "undone"
    answer = answer_of(entry.decision.verdict, flag=entry.flag)
    return "name is correct" if answer is Answer.CORRECT else answer.value


def is_flag(suggestion: Suggestion) -> bool:
    """Tell whether a suggestion is a name nobody vouches for."""
    return suggestion.action is Action.FLAG


def named(suggestion: Suggestion) -> str:
    """Return what a mark is called by a screen reader."""
    surface = visible(suggestion.surface)
    if suggestion.replacement is None:
        return f"{surface}: no source carries this name"
    return f"{surface}: proposed {visible(suggestion.replacement)}, {percent(suggestion.confidence)}"


def strength(reason: Reason) -> str:
    """Return how much a piece of evidence says, as a word that is also a class."""
    if reason.weight == 0:
        return "plain-note"
    strong = "strong" if abs(reason.weight) >= _STRONG else "weak"
    return f"{'for' if reason.weight > 0 else 'against'} {strong}"


def query(filters: Filters, **changed: object) -> str:
    """Return the query string of the queue with ``filters``, some of it ``changed``."""
    given: dict[str, object] = {
        "q": filters.search,
        "state": filters.state.value if filters.state else "any",
        "kind": filters.kind or "",
        "name": filters.name,
        "source": filters.source,
        "low": filters.low or "",
        "days": f"{filters.days:g}" if filters.days is not None else "",
    }
    kept = {key: value for key, value in (given | changed).items() if value not in ("", None)}
    return urlencode(kept)


def split_name(snippet: str, name: str | None) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a snippet, each with whether it is the name that is looked for.

    >>> list(split_name("said Mark Rutte.", "Mark Rutte"))
    [('said ', False), ('Mark Rutte', True), ('.', False)]
    """
    if not name:
        yield snippet, False
        return
    for number, part in enumerate(re.split(f"({re.escape(name)})", snippet, flags=re.IGNORECASE)):
        if part:
            yield part, number % 2 == 1


def static_version(name: str) -> str:
    """Return the address of a file that pages load; it changes when the file does."""
    path = _HERE / "static" / name
    return f"/static/{name}?{path.stat().st_mtime_ns:x}"


def render(templates: Environment, template: str, /, **values: Any) -> str:
    """Return a template filled in."""
    return templates.get_template(template).render(**values)
