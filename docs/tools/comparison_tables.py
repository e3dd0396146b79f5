"""Tables that compare `repair` with other tools, by setting and kind of garble, for `generate.py`.

The scores of `repair` come from the card of the ranker, those of the other tools from baselines.json, which
`baselines.py` writes. Those of the whole tool, rules included, are the evaluation.json of `repair evaluate --folds`,
kept as whole_tool.json; those of the ablation are the ablation.json of `repair calibrate --ablate`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

BASELINES = Path(__file__).with_name("baselines.json")
WHOLE_TOOL = Path(__file__).with_name("whole_tool.json")
ABLATION = Path(__file__).with_name("ablation.json")
PARALLEL = "wmt"  # the file from which the card's setting "own" is made
NO_RELIABILITY = "The card of this model has no reliability table; the next calibration writes it.\n"


def comparison_tables(by_setting: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """Return the tables by the names that pages call them by.

    Args:
        by_setting: The scores of the card by setting.
        names: What pages call each setting.
    """
    tools = {_setting(key): each for key, each in json.loads(BASELINES.read_text(encoding="utf-8")).items()}
    whole = json.loads(WHOLE_TOOL.read_text(encoding="utf-8"))["settings"]
    return {
        "peers": peers(by_setting, whole, tools, names),
        "peer-signatures": peer_signatures(tools, names),
        "garble": garble(by_setting["own"], tools["own"]),
        "reliability": reliability(by_setting, names),
        "whole-tool": whole_tool(whole, names),
        "ablation": ablation(json.loads(ABLATION.read_text(encoding="utf-8"))["rows"], names),
    }


def _setting(key: str) -> str:
    return "own" if key == PARALLEL else key


def peers(
    by_setting: dict[str, Any], whole: Sequence[dict[str, Any]], tools: dict[str, Any], names: dict[str, str]
) -> str:
    """Return F1 with precision and recall of every tool in every setting, and their false alarms.

    The scores of `repair` are those of the whole tool, or of the ranker alone where the whole tool was not run.
    """
    settings = [key for key in names if key in tools and key in by_setting]
    ours = {_setting(scores["setting"]): scores["tools"][0] for scores in whole}
    rows = []
    for key in settings:
        alone = by_setting[key]["at_thresholds"]["0.55"]
        scores = {"repair": ours.get(key, alone), **{tool["tool"]: tool for tool in tools[key]}}
        rows.append([names[key], *(_cell(scores.get(name)) for name in ("repair", *_tool_names(tools)))])
    return table(["setting", "repair", *_tool_names(tools)], rows)


def whole_tool(settings: Sequence[dict[str, Any]], names: dict[str, str]) -> str:
    """Return the scores of the whole tool, rules included, in the settings that were run."""
    by_setting = {_setting(scores["setting"]): scores for scores in settings}
    rows = []
    for key in (key for key in names if key in by_setting):
        scores, band = by_setting[key], by_setting[key]["calibration_band"]
        (ours,) = (tool for tool in scores["tools"] if tool["tool"] == "repair")
        reached = scores["recall_at_precision"]["0.95"]
        rows.append(
            [
                names[key],
                f"{ours['gold']:,}",
                f1_of(ours),
                short(ours["false_alarms"], 2),
                short(reached["recall"]) if reached else "not reached",
                f"{short(scores['calibration_error'])} ({short(band['low'])} to {short(band['high'])})",
            ]
        )
    head = [
        "setting",
        "names",
        "F1 (precision / recall)",
        "false alarms",
        "recall at .95",
        "calibration error (by chance)",
    ]
    return table(head, rows)


def ablation(rows: dict[str, dict[str, float | None]], names: dict[str, str]) -> str:
    """Return F1 of the ranker in every setting, with all features and without each group of them."""
    settings = [key for key in names if f"{key} F1" in rows["everything"]]
    cells = [[name, *(short(row[f"{key} F1"] or 0.0) for key in settings)] for name, row in rows.items()]
    return table(["features", *(names[key] for key in settings)], cells)


def _tool_names(tools: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(tool["tool"] for scores in tools.values() for tool in scores))


def _cell(scores: dict[str, Any] | None) -> str:
    return f"{f1_of(scores)}; {short(scores['false_alarms'], 1)}" if scores else "not measured"


def peer_signatures(tools: dict[str, Any], names: dict[str, str]) -> str:
    """Return the version of every tool, its threshold in every setting, and the data."""
    settings = [key for key in names if key in tools]
    versions = {tool["tool"]: tool["signature"].split("|")[0] for scores in tools.values() for tool in scores}
    rows = []
    for name, version in versions.items():
        thresholds = [
            {tool["tool"]: short(tool["threshold"], 2) for tool in tools[key]}.get(name, "") for key in settings
        ]
        rows.append([name, version.replace(",", ", "), *thresholds])
    data = (tools[key][0]["signature"].rpartition("data:")[2].replace("|lines:", ", ") for key in settings)
    return table(["tool", "version", *settings], [*rows, ["data, lines", "", *data]])


def garble(ours: dict[str, Any], tools: Sequence[dict[str, Any]]) -> str:
    """Return the recall of every tool on parallel copy by kind of garble."""
    columns = {tool["tool"]: _recall(tool["by_garble"]) for tool in tools}
    if "by_garble" in ours:  # cards of earlier calibrations have none
        columns = {"repair": _recall(ours["by_garble"]), **columns}
    kinds = sorted(tools[0]["by_garble"], key=lambda kind: -kind["total"])
    rows = [
        [kind["garble"], f"{kind['total']}", *(_share(column, kind["garble"]) for column in columns.values())]
        for kind in kinds
    ]
    return table(["kind of garble", "names", *columns], rows)


def _share(recalls: dict[str, float], kind: str) -> str:
    return short(recalls[kind], 2) if kind in recalls else "not measured"


def _recall(kinds: Iterable[dict[str, Any]]) -> dict[str, float]:
    return {kind["garble"]: kind["recall"] for kind in kinds}


def reliability(by_setting: dict[str, Any], names: dict[str, str]) -> str:
    """Return for each setting and tenth of the confidence scale the share of suggestions that are correct."""
    settings = [key for key in names if "reliability" in by_setting.get(key, {})]
    if not settings:
        return NO_RELIABILITY
    rows = []
    for key in settings:
        cells = [""] * 10
        for each in by_setting[key]["reliability"]:
            cells[min(int(each["confidence"] * 10), 9)] = f"{short(each['correct'], 2)} ({each['total']})"
        band = by_setting[key]["calibration_band"]
        error = f"{short(by_setting[key]['calibration_error'])} ({short(band['low'])} to {short(band['high'])})"
        rows.append([names[key], *cells, error])
    bins = ["below .1", *(f"from {short(number / 10, 1)}" for number in range(1, 10))]
    return table(["setting", *bins, "calibration error (by chance)"], rows)


def f1_of(point: dict[str, float]) -> str:
    """Return F1 with precision and recall."""
    return f"{short(point['f1'])} ({short(point['precision'])} / {short(point['recall'])})"


def short(figure: float, digits: int = 3) -> str:
    """Return a figure between 0 and 1 without its leading zero.

    >>> short(0.5316), short(0.9, 2)
    ('.532', '.90')
    """
    return f"{figure:.{digits}f}".removeprefix("0")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("|  |", "| |").replace("|  |", "| |")
