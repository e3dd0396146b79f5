"""The report for people: where, what it should read, how sure, why, and which sources say so.

Only builds the text; colours are names of styles, which the terminal's owner may turn off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from repair.core.display import visible
from repair.core.types import Action, Finding, Outcome, Span, Suggestion, Witness
from repair.text.tokens import line_and_column, snippet

_STYLES = {
    Action.APPLY: "bold green",
    Action.REVIEW: "bold yellow",
    Action.FLAG: "bold magenta",
    Action.VARIANT: "bold blue",
}
_WORDS = {
    Action.APPLY: "certain",
    Action.REVIEW: "to review",
    Action.FLAG: "unverified: in no source",
    Action.VARIANT: "spelling variant",
}
_OUTCOMES = {
    Outcome.KNOWN: "green",
    Outcome.NIL: "dim",
    Outcome.AMBIGUOUS: "yellow",
    Outcome.SUGGESTED: "bold yellow",
    Outcome.UNVERIFIED: "magenta",
}
_MARGIN = " " * 10
_CONTEXT = 40  # code points on either side
_MOST_WITNESSES = 3
_MOST_ALTERNATIVES = 3


def suggestions_report(name: str, text: str, suggestions: Sequence[Suggestion]) -> Text:
    """Return the report on one document; ``name`` is its path as given, ``text`` its text."""
    report = Text()
    report.append(f"{visible(name)}\n", "bold underline")
    for suggestion in suggestions:
        report.append_text(_suggestion(text, suggestion))
    return report


def findings_report(name: str, text: str, findings: Sequence[Finding]) -> Text:
    """Return what every mention of one document was taken for, and why it was changed or left alone."""
    report = Text()
    report.append(f"{visible(name)}\n", "bold underline")
    for finding in findings:
        line, column = line_and_column(text, finding.mention.span.start)
        report.append(f"{_place(line, column)} ")
        report.append(visible(finding.mention.surface), "bold")
        if finding.suggestion is not None and finding.suggestion.replacement is not None:
            report.append(" → ").append(visible(finding.suggestion.replacement), "bold green")
        report.append("  ").append(finding.outcome.value, _OUTCOMES[finding.outcome])
        report.append(f": {visible(finding.words)}\n")
        for reason in finding.reasons:
            report.append(f"{_MARGIN}{reason.weight:+6.2f}  {visible(reason.words)}\n", "dim")
        others = finding.alternatives[:_MOST_ALTERNATIVES]
        if others:
            told = ", ".join(f"{visible(other.text)} {_percent(other.confidence)}" for other in others)
            report.append(f"{_MARGIN}might be: {told}\n", "dim")
    return report


def summary(suggestions: Iterable[Suggestion], documents: int) -> str:
    """Return one line of figures on all that was found.

    >>> summary([], 2)
    'nothing found in 2 documents'
    """
    return summary_of(Counter(suggestion.action for suggestion in suggestions), documents)


def summary_of(counts: Mapping[Action, int], documents: int) -> str:
    """Return that line for suggestions counted already."""
    where = "1 document" if documents == 1 else f"{documents:,} documents"
    told = [f"{counts[action]:,} {_WORDS[action].split(':')[0]}" for action in Action if counts.get(action)]
    return f"{', '.join(told)} in {where}" if told else f"nothing found in {where}"


def _suggestion(text: str, suggestion: Suggestion) -> Text:
    """Return the lines on one suggestion."""
    style = _STYLES[suggestion.action]
    entry = Text(f"{_place(suggestion.line, suggestion.column)} ")
    entry.append(visible(suggestion.surface), "bold red")
    if suggestion.replacement is not None:
        entry.append(" → ").append(visible(suggestion.replacement), "bold green")
        entry.append(f"  {_percent(suggestion.confidence)}")
    entry.append("  ").append(_WORDS[suggestion.action], style).append("\n")
    entry.append(f"{_MARGIN}in: {visible(_around(text, suggestion.span))}\n", "dim")
    if suggestion.reasons:
        why = "; ".join(visible(reason.words) for reason in suggestion.reasons if reason.weight >= 0)
        against = "; ".join(visible(reason.words) for reason in suggestion.reasons if reason.weight < 0)
        entry.append(f"{_MARGIN}why: {why}\n" if why else "")
        entry.append(f"{_MARGIN}against: {against}\n" if against else "", "dim")
    for line in _witnesses(suggestion.evidence):
        entry.append(f"{_MARGIN}{line}\n")
    others = [other for other in suggestion.alternatives if other.text != suggestion.replacement]
    if others:
        told = ", ".join(f"{visible(other.text)} {_percent(other.confidence)}" for other in others[:_MOST_ALTERNATIVES])
        label = "or" if suggestion.action is not Action.FLAG else "guesses, from no source"
        entry.append(f"{_MARGIN}{label}: {told}\n", "dim")
    return entry


def _around(text: str, span: Span) -> str:
    """Return the words around ``span`` on its own line."""
    low = max(text.rfind("\n", 0, span.start) + 1, span.start - 2 * _CONTEXT)
    high = text.find("\n", span.end, span.end + 2 * _CONTEXT)
    line = text[low : high if high >= 0 else span.end + 2 * _CONTEXT]
    return snippet(line, span.start - low, span.end - low, width=_CONTEXT)


def _witnesses(evidence: Sequence[Witness]) -> list[str]:
    """Return a line for each of the first sources that carry the name, and how many more there are."""
    by_source: dict[str, Witness] = {}
    for witness in evidence:
        by_source.setdefault(witness.source, witness)
    shown = list(by_source.values())[:_MOST_WITNESSES]
    days = [f", {visible(witness.date)}" if witness.date else "" for witness in shown]
    lines = [
        f"says so: {visible(witness.source)}{day}: “{visible(witness.snippet)}”"
        for witness, day in zip(shown, days, strict=True)
    ]
    more = len(by_source) - len(shown)
    return [*lines, f"and {more} more {'source' if more == 1 else 'sources'}"] if more else lines


def _place(line: int, column: int) -> str:
    return f"{line:>4}:{column:<4}"


def _percent(confidence: float) -> str:
    """Return a probability for people: never 100 %, which nobody can promise."""
    return f"{min(confidence, 0.99):.0%}"
