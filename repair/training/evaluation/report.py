"""Prints the scores of an evaluation: one table of all settings and tools, then the details.

The same scores as JSON are for other programs. Every line of scores has its signature under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from repair.training.evaluation.comparison import ToolScores
from repair.training.evaluation.evaluate import SettingScores
from repair.training.evaluation.metrics import TARGETS, Metrics, RecallPoint
from repair.training.evaluation.noticing import NoticeScores

FORMAT = 1
_UNCLASSIFIED = "unclassified"
_NO_FIGURE = "-"
_NOT_REACHED = "not reached"
_NO_NAMES = "No mangled names are labelled, so only false alarms can be measured: {alarms:.2f} per 1,000 words."
_TOOL_HEAD = (
    "setting", "tool", "from", "names", "suggested", "precision", "recall", "F1", "false alarms", "recall at .95",
    "calibration error", "by chance",
)  # fmt: skip
_ABOUT_TABLE = """\
from: the confidence or similarity from which a suggestion counts; of the other tools, the one best for this file
false alarms: suggestions per 1,000 words of copy without a mangled name
recall at .95: the best recall with a precision of at least .95
calibration error: expected, of suggestions of a confidence of at least .05, in ten bins
by chance: the calibration error of a perfectly calibrated tool with as many suggestions, in 90 % of cases"""


def report(settings: Sequence[SettingScores]) -> str:
    """Return the report of all settings, for people."""
    parts = [
        _columns([_TOOL_HEAD, *(row for setting in settings for row in _tool_rows(setting))], text_columns=2),
        _ABOUT_TABLE,
        *(_details(setting) for setting in settings),
        *_garble_part(settings),
        "signatures\n" + _columns(_signatures(settings), text_columns=3),
    ]
    return "\n\n".join(parts) + "\n"


def _tool_rows(scores: SettingScores) -> Iterable[Sequence[str]]:
    """Yield the row of each tool, our own first."""
    at_95 = scores.recalls[TARGETS.index(0.95)]
    yield (scores.setting, *_figures(scores.ours), _recall(at_95), f"{scores.calibration_error:.3f}", _band(scores))
    for tool in scores.others:
        yield (scores.setting, *_figures(tool), *[_NO_FIGURE] * 3)


def _figures(tool: ToolScores) -> tuple[str, ...]:
    m = tool.metrics
    shares = (f"{m.precision:.3f}", f"{m.recall:.3f}", f"{m.f1:.3f}", f"{m.false_alarms:.2f}")
    return (tool.tool, f"{tool.threshold:.2f}", f"{m.gold}", f"{m.suggestions}", *shares)


def _band(scores: SettingScores) -> str:
    return f"{scores.calibration_band.low:.3f}-{scores.calibration_band.high:.3f}"


def _recall(point: RecallPoint | None) -> str:
    return f"{point.recall:.3f}" if point else _NOT_REACHED


def _details(scores: SettingScores) -> str:
    """Return the further scores of one setting."""
    total = scores.overall
    lines = [f"{scores.setting}: {total.documents} documents, {total.free_words} words without a mangled name"]
    if scores.notices is not None:
        lines.append(f"  {_notice_line(scores.notices)}")
    if not total.gold:
        return "\n".join([*lines, f"  {_NO_NAMES.format(alarms=total.false_alarms)}"])
    lines.append(f"  detection: precision {total.detection_precision:.3f}, recall {total.detection_recall:.3f}")
    for target, point in zip(TARGETS, scores.recalls, strict=True):
        threshold = f" (confidence >= {point.threshold:.4f})" if point else ""
        lines.append(f"  recall at precision >= {target:.2f}: {_recall(point)}{threshold}")
    lines += [
        f"  confidence {row.confidence:.2f}: {row.correct:.2f} correct of {row.total}" for row in scores.reliability
    ]
    if len(scores.by_pair) > 1:
        lines += [f"  {pair or _UNCLASSIFIED}: {_pair_scores(m)}" for pair, m in scores.by_pair.items()]
    return "\n".join(lines)


def _notice_line(notices: NoticeScores) -> str:
    """Return how many mangled names are noticed, and how many right ones are flagged."""
    return (
        f"noticed, by a suggestion or a flag: {notices.noticed} of {notices.mangled} mangled names "
        f"({notices.recall:.3f}); flags on right names: {notices.false_flags:.2f} per 1,000 words"
    )


def _garble_part(settings: Sequence[SettingScores]) -> list[str]:
    """Return the table of recall by kind of garble, if anything is labelled."""
    if not any(scores.overall.gold for scores in settings):
        return []
    return ["recall by kind of garble\n" + _garble_table(settings)]


def _pair_scores(scores: Metrics) -> str:
    """Return the scores of one language pair."""
    if not scores.gold:
        return _NO_NAMES.format(alarms=scores.false_alarms)
    return (
        f"{scores.gold} names, precision {scores.precision:.3f}, recall {scores.recall:.3f}, F1 {scores.f1:.3f}, "
        f"false alarms {scores.false_alarms:.2f}"
    )


def _garble_table(settings: Sequence[SettingScores]) -> str:
    """Return the recall of every tool by kind of garble and setting."""
    tools = [tool.tool for tool in (settings[0].ours, *settings[0].others)]
    rows: list[Sequence[str]] = [("setting", "kind of garble", "names", *tools)]
    for scores in settings:
        recalls = [{row.garble: row.recall for row in tool.by_garble} for tool in (scores.ours, *scores.others)]
        for kind in scores.ours.by_garble:
            shares = (f"{recall[kind.garble]:.3f}" for recall in recalls)
            rows.append((scores.setting, kind.garble or _UNCLASSIFIED, str(kind.total), *shares))
    return _columns(rows, text_columns=2)


def _signatures(settings: Sequence[SettingScores]) -> Iterable[Sequence[str]]:
    for scores in settings:
        for tool in (scores.ours, *scores.others):
            yield (scores.setting, tool.tool, tool.signature)


def _columns(rows: Iterable[Sequence[str]], *, text_columns: int) -> str:
    """Lay rows out in columns; the first ``text_columns`` are aligned at the left, figures at the right."""
    cells = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number < text_columns else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )


def as_json(settings: Sequence[SettingScores]) -> dict[str, object]:
    """Return the scores as JSON values.

    Each setting has ``tools`` (our own first) with their scores, recall by kind of garble and signature, and of our own
    the recall at a precision, the calibration error, the reliability and the scores by language pair.
    """
    return {"format": FORMAT, "settings": [_setting_json(setting) for setting in settings]}


def _setting_json(scores: SettingScores) -> dict[str, object]:
    recalls = {
        f"{target:g}": point._asdict() if point else None for target, point in zip(TARGETS, scores.recalls, strict=True)
    }
    return {
        "setting": scores.setting,
        "tools": [tool_json(tool) for tool in (scores.ours, *scores.others)],
        "recall_at_precision": recalls,
        "calibration_error": scores.calibration_error,
        "calibration_band": scores.calibration_band._asdict(),
        "reliability": [row._asdict() for row in scores.reliability],
        "notices": asdict(scores.notices) if scores.notices is not None else None,
        "by_pair": {pair: asdict(pair_scores) for pair, pair_scores in scores.by_pair.items()},
    }


def tool_json(tool: ToolScores) -> dict[str, object]:
    """Return the scores of one tool as JSON values."""
    return {
        "tool": tool.tool,
        "threshold": tool.threshold,
        **asdict(tool.metrics),
        "by_garble": [row._asdict() for row in tool.by_garble],
        "signature": tool.signature,
    }
