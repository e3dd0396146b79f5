"""The report for people: where a name is, what it should be, how confident, why, and in which sources it is.

Only builds the text. Colours are names of styles, which a terminal may turn off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.text import Text

from repair.batch.outcome import LETTERS, MARKUP
from repair.core.display import percent, quantity, shown_path, visible, visible_part
from repair.core.notices import CopyNotice
from repair.core.types import Action, Alternative, Citation, Finding, Outcome, Span, Suggestion
from repair.pipeline.actions.doubts import DOUBT
from repair.pipeline.copy_notices import UNCOVERED
from repair.pipeline.feedback.feedback_effects import REJECTED
from repair.text.tokens import snippet

_STYLES = {
    Action.APPLY: "bold green",
    Action.REVIEW: "bold yellow",
    Action.FLAG: "bold magenta",
    Action.VARIANT: "bold blue",
}
_LABELS = {
    Action.APPLY: "certain",
    Action.REVIEW: "to review",
    Action.FLAG: "unverified",
    Action.VARIANT: "spelling variant",
}
DOUBTS = (DOUBT, REJECTED, MARKUP.key, LETTERS.key)  # reasons why a person must decide
_OUTCOME_STYLES = {
    Outcome.KNOWN: "green",
    Outcome.NIL: "dim",
    Outcome.AMBIGUOUS: "yellow",
    Outcome.UNVERIFIED: "magenta",
}
_OUTCOME_LABELS = {
    Outcome.KNOWN: "known",
    Outcome.NIL: "left alone",
    Outcome.AMBIGUOUS: "doubtful",
    Outcome.UNVERIFIED: "unverified",
}
SHOWS_ALL = "`repair explain` shows all."
_INDENT = " " * 10
_MAX_PLACES = 5  # further places of a name that are listed
_CONTEXT = 40  # code points on either side
_MAX_CITATIONS = 3
_MAX_ALTERNATIVES = 3


def brief_report(name: str, suggestions: Sequence[Suggestion], *, notices: Sequence[CopyNotice] = ()) -> Text:
    """Return the report on one document with a line for each name.

    Args:
        name: The path as it was given.
        suggestions: Its suggestions, in order.
        notices: The notices about the document as a whole.
    """
    report = Text(f"{visible(shown_path(name))}\n", "bold underline")
    for notice in notices:
        more = f" {SHOWS_ALL}" if notice.key == UNCOVERED else ""
        report.append(f"{_INDENT}{visible(notice.text)}{more}\n", "yellow")
    is_uncovered = any(notice.key == UNCOVERED for notice in notices)
    for places in _by_name(suggestions):
        report.append_text(_brief(places, is_uncovered=is_uncovered))
    return report


def _by_name(suggestions: Sequence[Suggestion]) -> Iterable[Sequence[Suggestion]]:
    """Return the suggestions of each name: those that make the same of the same form."""
    by_name: dict[tuple[str, str | None, Action], list[Suggestion]] = {}
    for suggestion in suggestions:
        by_name.setdefault((suggestion.surface, suggestion.replacement, suggestion.action), []).append(suggestion)
    return by_name.values()


def _brief(places: Sequence[Suggestion], *, is_uncovered: bool) -> Text:
    """Return the line about one name, from its suggestions."""
    first, surest = places[0], max(places, key=lambda place: place.confidence or 0.0)
    entry = Text(f"{_place(first.line, first.column)} ").append(visible_part(first.surface), "bold red")
    if first.replacement is not None:
        entry.append(" → ").append(visible_part(first.replacement), "bold green")
    if first.confidence is not None:
        entry.append(f"  {_percent(surest.confidence or 0.0)}")
    entry.append("  ").append(_label(surest), _STYLES[first.action])
    why = _why(first, is_uncovered=is_uncovered)
    entry.append(f": {why}" if why else "")
    if len(places) > 1:
        also = ", ".join(f"{place.line}:{place.column}" for place in places[1 : _MAX_PLACES + 1])
        more = len(places) - 1 - _MAX_PLACES
        entry.append(
            f"; also at {also}" + (f" and {more:,} more {'place' if more == 1 else 'places'}" if more > 0 else ""),
            "dim",
        )
    return entry.append("\n")


def _why(suggestion: Suggestion, *, is_uncovered: bool) -> str:
    """Return in a few words why a form is suggested or flagged: the strongest reason, and a source."""
    reasons = [reason for reason in suggestion.reasons if reason.weight >= 0 and reason.key not in DOUBTS]
    if suggestion.action is Action.FLAG:
        # Where no source reports the story, the absence of a name from the sources is no evidence.
        likely = [reason.text for reason in reasons if reason.text and "story" not in reason.text]
        return visible_part(likely[0]) if likely else "" if is_uncovered else "not in any source"
    source = f" ({visible_part(suggestion.evidence[0].source)})" if suggestion.evidence else ""
    return visible_part(reasons[0].text) + source if reasons else source.strip(" ()")


def suggestions_report(
    name: str, text: str, suggestions: Sequence[Suggestion], *, notices: Sequence[CopyNotice] = ()
) -> Text:
    """Return the report on one document with all evidence.

    Args:
        name: The path as it was given.
        text: The text of the document.
        suggestions: Its suggestions, in order.
        notices: The notices about the document as a whole.
    """
    report = brief_report(name, (), notices=notices)
    for suggestion in suggestions:
        report.append_text(_suggestion(text, suggestion))
    return report


def findings_report(
    name: str, findings: Sequence[Finding], place_of: Callable[[Span], tuple[int, int]], *, text: str | None = None
) -> Text:
    """Return why every mention in one document was changed or left alone.

    Args:
        name: The path as it was given.
        findings: Its findings, in order.
        place_of: Returns the line and column, from 1, of a span of the text.
        text: The text of the document, to show the sentence and the sources of each mention; None leaves them out.
    """
    report = Text(f"{visible(shown_path(name))}\n", "bold underline")
    for finding in findings:
        report.append(f"{_place(*place_of(finding.mention.span))} ")
        report.append(visible_part(finding.mention.surface), "bold")
        suggestion = finding.suggestion
        if suggestion is not None and suggestion.replacement is not None:
            report.append(" → ").append(visible_part(suggestion.replacement), "bold green")
            report.append(f"  {_percent(suggestion.confidence or 0.0)}  ")
            report.append(_label(suggestion), _STYLES[suggestion.action]).append("\n")
        else:
            report.append("  ").append(_OUTCOME_LABELS[finding.outcome], _OUTCOME_STYLES[finding.outcome])
            report.append(f": {visible_part(finding.explanation)}\n")
        if text is not None:
            report.append(f"{_INDENT}in: {visible_part(_around(text, finding.mention.span))}\n", "dim")
        # A doubt has no weight; reasons that have one come first.
        for reason in sorted(finding.reasons, key=lambda reason: not reason.weight):
            weight = f"{reason.weight:+6.2f}" if reason.weight else " " * 6
            report.append(f"{_INDENT}{weight}  {visible_part(reason.text)}\n", "dim")
        for line in _citations(suggestion.evidence) if text is not None and suggestion is not None else ():
            report.append(f"{_INDENT}{line}\n")
        others = finding.alternatives[:_MAX_ALTERNATIVES]
        if others:
            report.append(f"{_INDENT}might be: {_with_percent(others)}\n", "dim")
    return report


def summary(suggestions: Iterable[Suggestion], documents: int) -> str:
    """Return a sentence with the number of suggestions by action.

    >>> summary([], 2)
    'Checked 2 documents: nothing found.'
    """
    return summary_of(Counter(suggestion.action for suggestion in suggestions), documents)


def summary_of(counts: Mapping[Action, int], documents: int, *, first: str = "") -> str:
    """Return the sentence of `summary` for suggestions that are already counted.

    Args:
        counts: The number of suggestions by action.
        documents: The number of documents that were checked.
        first: What to say before the numbers, such as how many corrections were made.
    """
    if not documents:
        return "No documents were checked."
    parts = [f"{counts[action]:,} {_label_of(action, counts[action])}" for action in Action if counts.get(action)]
    details = ", ".join([first, *parts] if first else parts or ["nothing found"])
    return f"Checked {quantity(documents, 'document')}: {details}."


def _label_of(action: Action, count: int) -> str:
    label = _LABELS[action].split(":")[0]
    return f"{label}s" if action is Action.VARIANT and count != 1 else label


def _suggestion(text: str, suggestion: Suggestion) -> Text:
    """Return the lines about one suggestion."""
    style = _STYLES[suggestion.action]
    entry = Text(f"{_place(suggestion.line, suggestion.column)} ")
    entry.append(visible_part(suggestion.surface), "bold red")
    if suggestion.replacement is not None:
        entry.append(" → ").append(visible_part(suggestion.replacement), "bold green")
    if suggestion.confidence is not None:
        entry.append(f"  {_percent(suggestion.confidence)}")
    entry.append("  ").append(_label(suggestion), style).append("\n")
    entry.append(f"{_INDENT}in: {visible_part(_around(text, suggestion.span))}\n", "dim")
    reasons = [reason for reason in suggestion.reasons if reason.key not in DOUBTS]
    why = "; ".join(visible_part(reason.text) for reason in reasons if reason.weight >= 0)
    against = "; ".join(visible_part(reason.text) for reason in reasons if reason.weight < 0)
    entry.append(f"{_INDENT}why: {why}\n" if why else "")
    entry.append(f"{_INDENT}against: {against}\n" if against else "", "dim")
    for line in _citations(suggestion.evidence):
        entry.append(f"{_INDENT}{line}\n")
    others = [other for other in suggestion.alternatives if other.text != suggestion.replacement]
    if others:
        label = "or" if suggestion.action is not Action.FLAG else "possibly"
        entry.append(f"{_INDENT}{label}: {_with_percent(others[:_MAX_ALTERNATIVES])}\n", "dim")
    return entry


def _around(text: str, span: Span) -> str:
    """Return the text around ``span`` on its own line."""
    low = max(text.rfind("\n", 0, span.start) + 1, span.start - 2 * _CONTEXT)
    high = text.find("\n", span.end, span.end + 2 * _CONTEXT)
    line = text[low : high if high >= 0 else span.end + 2 * _CONTEXT]
    return snippet(line, span.start - low, span.end - low, width=_CONTEXT)


def _citations(evidence: Sequence[Citation]) -> list[str]:
    """Return a line for each of the first sources that have the name, and one with how many more there are."""
    by_source: dict[str, Citation] = {}
    for citation in evidence:
        by_source.setdefault(citation.source, citation)
    shown = list(by_source.values())[:_MAX_CITATIONS]
    dates = [f", {visible_part(citation.date)}" if citation.date else "" for citation in shown]
    lines = [
        f"source: {visible_part(citation.source)}{date}: “{visible_part(citation.snippet)}”"
        for citation, date in zip(shown, dates, strict=True)
    ]
    more = len(by_source) - len(shown)
    return [*lines, f"and {more} more {'source' if more == 1 else 'sources'}"] if more else lines


def _label(suggestion: Suggestion) -> str:
    """Return what is to be done about a suggestion and, where a doubt held it back, which one."""
    doubt = next((reason.text for reason in suggestion.reasons if reason.key in DOUBTS), None)
    label = _LABELS[suggestion.action]
    return f"{label} ({visible_part(doubt)})" if doubt is not None and suggestion.action is Action.REVIEW else label


def _place(line: int, column: int) -> str:
    return f"{line:>4}:{column:<4}"


def _with_percent(alternatives: Sequence[Alternative]) -> str:
    return ", ".join(f"{visible_part(other.text)} {_percent(other.confidence)}" for other in alternatives)


def _percent(confidence: float) -> str:
    """Return a probability for people: at most 99%, because no suggestion is beyond doubt."""
    return percent(min(confidence, 0.99))
