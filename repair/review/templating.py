"""The Jinja environment of the pages: autoescaped templates, and the filters and functions that they use.

It only renders. Copy is passed in unchanged and rendered as text, never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from repair.core.display import percent, quantity, visible
from repair.core.types import Action, Reason, Suggestion
from repair.decisions.assignments import Assignment
from repair.decisions.history import HistoryEntry
from repair.decisions.history_groups import HistoryFilters
from repair.decisions.models import QueuedSuggestion, answer_of
from repair.decisions.queue_models import Filters, Order
from repair.pipeline.actions.doubts import DOUBT
from repair.review import labels, page_texts
from repair.review.letters import LetterRun

_HERE = Path(__file__).parent
_STRONG_WEIGHT = 1.0  # nats; stronger evidence is marked twice


def environment() -> Environment:
    """Return an environment that finds the templates of the review page."""
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        visible=visible,
        sentence=sentence,
        fill=fill,
        percent=percent,
        ago=ago,
        day=day,
        count=quantity,
        state_label=state_label,
        answer_label=answer_label,
        assignment_label=assignment_label,
    )
    templates.globals.update(
        labels=labels,
        text=page_texts,
        mark_label=mark_label,
        strength=strength,
        is_flag=is_flag,
        query=query,
        history_query=history_query,
        static_url=static_url,
        split_name=split_name,
        address=address,
        letters=letters,
        reason_summary=reason_summary,
    )
    return templates


def render(templates: Environment, template: str, /, **values: Any) -> str:
    """Return a template filled in."""
    return templates.get_template(template).render(**values)


def render_page(request: Request, template: str, /, *, reviewer: str, **values: Any) -> str:
    """Return a page with the frame that all pages share: navigation, the person's name, log-out."""
    state = request.app.state
    frame = {"reviewer": reviewer, "path": request.url.path, "logs_in": bool(state.authenticator.logs_in)}
    return render(state.templates, template, **frame, **values)


def sentence(message: str) -> str:
    """Return a message as a sentence, with a capital and a full stop; errors are worded without, for the terminal.

    >>> sentence("type the right name"), sentence("Saved to out/a.txt.")
    ('Type the right name.', 'Saved to out/a.txt.')
    """
    text = visible(message)
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def fill(template: str, **values: object) -> Markup:
    """Return a text of `page_texts` with its values filled in; a value that is no markup is escaped.

    >>> print(fill("{name} & {count}", name="a<b", count=Markup("<b>2</b>")))
    a&lt;b &amp; <b>2</b>
    """
    return escape(template).format(**values)


def ago(moment: str) -> str:
    """Return how long ago a stored time was, in the largest unit that fits."""
    seconds = (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


def day(moment: str) -> Markup:
    """Return the day and minute of a stored time; the script replaces UTC by the reader's own time zone.

    >>> print(day("2026-11-24T02:04:10.123456+00:00"))
    <time datetime="2026-11-24T02:04:10.123456+00:00" data-local>2026-11-24 02:04 UTC</time>
    """
    return Markup('<time datetime="{}" data-local>{} {} UTC</time>').format(moment, moment[:10], moment[11:16])


def state_label(item: QueuedSuggestion) -> str:
    """Return the state of a suggestion, in the words for proposals or for unverified names."""
    if item.flag and item.state in labels.FLAG_STATES:
        return labels.FLAG_STATES[item.state]
    if item.applied_text is not None and item.state in labels.CHANGE_STATES:
        return labels.CHANGE_STATES[item.state]
    return labels.STATES[item.state]


def answer_label(entry: HistoryEntry) -> str:
    """Return what a decision in the history answered."""
    if entry.decision.undoes is not None or entry.decision.verdict is None:
        return labels.UNDONE_STATE
    return labels.ANSWERS[answer_of(entry.decision.verdict, flag=entry.flag).value]


def assignment_label(assignment: Assignment) -> str:
    """Return what an assignment in the history did."""
    name = assignment.assignee
    words = labels.UNASSIGNED if name is None else labels.THEIRS.format(name=visible(name))
    return words[0].upper() + words[1:]


def is_flag(suggestion: Suggestion) -> bool:
    """Return whether a suggestion flags an unverified name, without a replacement."""
    return suggestion.action is Action.FLAG


def mark_label(item: QueuedSuggestion) -> str:
    """Return what a screen reader reads for a marked place."""
    suggestion = item.suggestion
    surface = visible(suggestion.surface)
    if suggestion.replacement is None or suggestion.confidence is None:
        return labels.MARK_OF_FLAG.format(surface=surface)
    confidence = percent(suggestion.confidence)
    if item.applied_text is not None:
        return labels.MARK_OF_CHANGE.format(
            applied_text=visible(item.applied_text), surface=surface, confidence=confidence
        )
    return labels.MARK_OF_PROPOSAL.format(
        surface=surface, replacement=visible(suggestion.replacement), confidence=confidence
    )


def letters(runs: Iterable[LetterRun]) -> Markup:
    """Return a spelling with the letters marked in which it differs from the other one."""
    marked = (Markup("<b>{}</b>" if run.differs else "{}").format(visible(run.text)) for run in runs)
    return Markup("").join(marked)


def reason_summary(suggestion: Suggestion) -> str:
    """Return the reasons for a suggestion in one line: the sources, and what counts most for and against it."""
    name = f"“{visible(suggestion.replacement or suggestion.surface)}”"
    sources = len([citation for citation in suggestion.evidence if citation.source != labels.LIST_OF_NAMES])
    if sources:
        words = labels.IN_ONE_SOURCE if sources == 1 else labels.IN_SOURCES
    else:
        words = labels.LISTED if suggestion.evidence else labels.NOT_IN_ANY_SOURCE
    parts = [words.format(name=name, count=sources)]
    doubt = next((visible(reason.text) for reason in suggestion.reasons if reason.key == DOUBT), None)
    if doubt is not None:
        parts.append(labels.HELD_BACK.format(doubt=doubt))
    weighty = [reason for reason in suggestion.reasons if reason.weight]
    strongest = max(weighty, key=lambda reason: reason.weight, default=None)
    weakest = min(weighty, key=lambda reason: reason.weight, default=None)
    if strongest is not None and strongest.weight > 0:
        parts.append(visible(strongest.text))
    if weakest is not None and weakest.weight < 0:
        parts.append(labels.BUT.format(words=visible(weakest.text)))
    return sentence("; ".join(parts))


def strength(reason: Reason) -> str:
    """Return the direction and strength of a piece of evidence, which is also its CSS class."""
    if reason.weight == 0:
        return "plain-note"
    strong = "strong" if abs(reason.weight) >= _STRONG_WEIGHT else "weak"
    return f"{'for' if reason.weight > 0 else 'against'} {strong}"


def query(filters: Filters, **changed: object) -> str:
    """Return the query string of the queue with ``filters``, some of them ``changed``; defaults are left out."""
    values: dict[str, object] = {
        "q": filters.search,
        "state": filters.state.value if filters.state else "any",
        "kind": filters.kind or "",
        "name": filters.name,
        "source": filters.source,
        "low": filters.low or "",
        "days": f"{filters.days:g}" if filters.days is not None else "",
        "sort": filters.order.value if filters.order is not Order.WORST else "",
        "assigned": filters.assigned.value,
    }
    return urlencode({key: value for key, value in (values | changed).items() if value not in ("", None)})


def history_query(filters: HistoryFilters, **changed: object) -> str:
    """Return the query string of the history with ``filters``, some of them ``changed``; defaults are left out."""
    values: dict[str, object] = {
        "name": filters.name,
        "who": filters.reviewer,
        "answer": filters.answer.value,
        "days": f"{filters.days:g}" if filters.days is not None else "",
    }
    return urlencode({key: value for key, value in (values | changed).items() if value not in ("", None)})


def address(values: Mapping[str, object], **changed: object) -> str:
    """Return a query string of ``values``, some of them ``changed``; empty ones are left out.

    >>> address({"q": "a b", "page": ""}, at="12")
    'q=a+b&at=12'
    """
    return urlencode({key: value for key, value in {**values, **changed}.items() if value not in ("", None)})


def split_name(snippet: str, name: str | None) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a snippet, each with whether it is the name.

    >>> list(split_name("said Mark Rutte.", "Mark Rutte"))
    [('said ', False), ('Mark Rutte', True), ('.', False)]
    """
    if not name:
        yield snippet, False
        return
    for number, part in enumerate(re.split(f"({re.escape(name)})", snippet, flags=re.IGNORECASE)):
        if part:
            yield part, number % 2 == 1


def static_url(name: str) -> str:
    """Return the address of a static file; it changes with the file, so that browsers may cache it for good."""
    path = _HERE / "static" / name
    return f"/static/{name}?{path.stat().st_mtime_ns:x}"
