"""Writes the generated parts of the documentation: the command line, and all tables of figures.

`python docs/tools/generate.py` writes them; `--check` exits with 1 when a page is stale. The command line comes from
the commands themselves, the figures from the model cards (`models/*/card.json`). A generated table stands between
`<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer.main

from repair.cli.app import app

sys.path.insert(0, str(Path(__file__).parent))

from comparison_tables import comparison_tables, f1_of, short, table

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

COMMAND_LINE_HEAD = """\
# Command line

<!-- Written by docs/tools/generate.py from the commands; do not edit. -->

Every command has `--help`. `-` stands for standard input as COPY, as a source and as a list of suggestions; no other
path may be `-`. Results go to standard output, messages and progress to standard error.

Exit status: 0 when the command did its job, 2 on an error. With `--exit-code`, 1 means that something was found or
changed.

`--debug` may stand anywhere; it shows the traceback of an error. `repair --version` prints the version.

Options have defaults in `repair.toml`, or under `[tool.repair]` in `pyproject.toml`; the nearest file upwards counts.
`repair suggest --show-config` prints the settings in force.
"""

BLOCK = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> dict[Path, str]:
    """Return every page with generated parts, as it should read."""
    blocks = tables()
    fresh = {DOCS / "command-line.md": command_line()}
    for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if BLOCK.search(text):
            fresh[path] = BLOCK.sub(lambda match: match[1] + blocks[match[2]] + match[3], text)
    return fresh


def tables() -> dict[str, str]:
    """Return every generated table by the name that pages call it by."""
    ranker, channel, letters = (card(name) for name in ("evidence-1", "channel-1", "letters-1"))
    return {
        "scores": scores(ranker["scores"]),
        "thresholds": thresholds(ranker["scores"]),
        "human": human(ranker["scores"]["human"]),
        "settings": settings_table(ranker["scores"]),
        "channel": channel_ranking(channel["ranking"]),
        "runtimes": runtimes(channel["runtime"]),
        "letters": letters_table(letters["held_out"]["right"]),
        "signatures": signatures(ranker, channel),
        **comparison_tables(ranker["scores"], SETTING_NAMES),
    }


def card(name: str) -> dict[str, Any]:
    """Return the card of a shipped model."""
    parsed: dict[str, Any] = json.loads((ROOT / "models" / name / "card.json").read_text(encoding="utf-8"))
    return parsed


# --- figures

SETTINGS = ("own", "all")


def scores(by_setting: dict[str, Any]) -> str:
    """Return the main table: what is found and rightly corrected."""
    own, every = (by_setting[name] for name in SETTINGS)

    def row(label: str, key: str) -> list[str]:
        cells = [label]
        for setting in (own, every):
            point = setting[key]
            cells.append(f1_of(point) if point else "not reached")
        return cells

    rows = [
        row("F1 at the best threshold (precision / recall)", "best_f1"),
        row("F1 with at most 0.10 false alarms per 1,000 words (precision / recall)", "at_0.10_false_alarms"),
        *(
            [
                f"Recall at a precision of at least {short(float(target), 2)}",
                *(reached(each["recall_at_precision"][target]) for each in (own, every)),
            ]
            for target in ("0.9", "0.95", "0.99")
        ),
        ["Expected calibration error", *(short(each["calibration_error"]) for each in (own, every))],
    ]
    return table(["", "own", "all"], rows)


def reached(point: Sequence[float] | None) -> str:
    """Return the recall at a precision, which no threshold may reach."""
    return short(point[0]) if point else "not reached"


SETTING_NAMES = {
    "own": "parallel, own sources",
    "all": "parallel, sources of all stories",
    "loose": "covered loosely by two to four outlets (synthetic)",
    "other": "sources that name other people (synthetic)",
    "short": "one line, all sources",
    "brief": "one line that no source has",
    "half": "half of a story, the other half as source",
    "scanned": "half of a story garbled like a scan (synthetic), the other half as source",
    "listed": "one line, a list of 500 to 800 names",
    "ocr": "OCR of poor prints, half of the story as source",
    "earnings": "speech recognition, a list of names",
    "stories": "published stories, other outlets' versions",
}


def settings_table(by_setting: dict[str, Any]) -> str:
    """Return what is suggested at the usual threshold in each setting."""
    rows = []
    for key, name in SETTING_NAMES.items():
        if key not in by_setting:
            continue
        setting = by_setting[key]
        usual = setting["at_thresholds"]["0.55"]
        rows.append(
            [
                name,
                f"{usual['gold']:,}",
                f1_of(usual),
                short(usual["false_alarms"], 2),
                reached(setting["recall_at_precision"]["0.95"]),
                short(setting["calibration_error"]),
            ]
        )
    head = ["setting", "names", "F1 (precision / recall)", "false alarms", "recall at .95", "calibration error"]
    return table(head, rows)


def thresholds(by_setting: dict[str, Any]) -> str:
    """Return what happens to 100 mangled names at each threshold that the card has figures for."""
    rows = []
    for threshold, precision, recall in operating_points(by_setting["own"]):
        right = 100 * recall
        wrong = right * (1 - precision) / precision
        rows.append([short(threshold, 2), f"{right:.0f}", f"{wrong:.1f}", f"{100 - right:.0f}"])
    return table(["threshold", "right", "wrong", "missed"], rows)


def operating_points(setting: dict[str, Any]) -> list[tuple[float, float, float]]:
    """Return threshold, precision and recall of the points of one setting, surest first."""
    if "at_thresholds" in setting:
        points = [
            (float(threshold), point["precision"], point["recall"])
            for threshold, point in setting["at_thresholds"].items()
        ]
    else:
        named = (setting["best_f1"], setting["at_0.10_false_alarms"])
        points = [(point["threshold"], point["precision"], point["recall"]) for point in named]
        points += [
            (threshold, float(precision), recall)
            for precision, (recall, threshold) in setting["recall_at_precision"].items()
        ]
    return sorted(points, reverse=True)


def human(figures: dict[str, float]) -> str:
    """Return how many names of good human translations get a suggestion."""
    keys = [key for key in figures if key.startswith("at_")]
    head = ["confidence from", *(short(float(key.removeprefix("at_")), 2) for key in keys)]
    return table(head, [[f"names changed in {figures['words']:,.0f} words", *(f"{figures[key]:.0f}" for key in keys)]])


def channel_ranking(figures: dict[str, Any]) -> str:
    """Return how often the channel model ranks the right name first."""
    rows = [
        ["right name ranked first", short(figures["top1"]), short(figures["top1_jaro_winkler"])],
        [
            "area under the curve, mangled or right name",
            short(figures["auc_nil"]),
            short(figures["auc_nil_jaro_winkler"]),
        ],
    ]
    return table(["", "channel model", "Jaro-Winkler"], rows)


def runtimes(figures: dict[str, dict[str, list[str]]]) -> str:
    """Return how long each runtime takes to load the channel model and to score with it."""
    (by_runtime,) = figures.values()
    return table(["runtime", "load, s", "score, s"], [[name, *times] for name, times in by_runtime.items()])


def letters_table(right: dict[str, float]) -> str:
    """Return how often the right Latin name is the likeliest for a word in another script."""
    names = {"hangul": "Hangul", "katakana": "katakana"}
    return table(
        [names.get(script, script.capitalize()) for script in right], [[f"{share:.1%}" for share in right.values()]]
    )


def signatures(ranker: dict[str, Any], channel: dict[str, Any]) -> str:
    """Return the signatures of the figures: models and data."""
    data = ", ".join(f"{name} ({hashed[:8]})" for name, hashed in ranker["data"].items())
    trees = ranker["sha256"]["evidence.json"][:8]
    return table(
        ["figures", "model", "data", "method"],
        [
            ["correction", f"{ranker['name']}@{trees}, {ranker['model']}", data, "cross-validated by story"],
            [
                "channel model",
                channel["version"],
                channel["ranking"]["signature"].split("|")[1].removeprefix("data:"),
                "held out",
            ],
        ],
    )


# --- the command line


def command_line() -> str:
    """Return the page of all commands with their arguments and options."""
    parts = [COMMAND_LINE_HEAD]
    for name, command in commands(typer.main.get_command(app)):
        parts.append(command_section(name, command))
    return "\n".join(parts)


def commands(group: Any, prefix: str = "repair") -> Iterator[tuple[str, Any]]:
    """Yield every command with its full name, as in "repair gazetteer build"."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def command_section(name: str, command: Any) -> str:
    """Return the section of one command."""
    context = command.context_class(command, info_name=name)
    usage = command.get_usage(context).removeprefix("Usage: ").strip()
    # Options are code, except within code.
    parts = plain(command.help).split("`")
    parts[::2] = [re.sub(r"(?<!\w)(--[a-z][a-z-]*)", r"`\1`", part) for part in parts[::2]]
    about = "`".join(parts)
    text = f"## {name}\n\n{about}\n\n```text\n{usage}\n```\n"
    rows = [[spelled(parameter), cell(parameter)] for parameter in command.params]
    return text + "\n" + table(["argument or option", "meaning"], rows)


def plain(words: str) -> str:
    """Return a help text with the line breaks that only the source needs taken out."""
    paragraphs = re.split(r"\n\s*\n", words.strip())
    return "\n\n".join(" ".join(each.split()) for each in paragraphs)


def spelled(parameter: Any) -> str:
    """Return how a parameter is typed."""
    value = parameter.metavar or parameter.name.upper()
    if not parameter.opts or not parameter.opts[0].startswith("-"):
        return f"`{value}`"
    options = ", ".join(f"`{each}`" for each in [*parameter.opts, *parameter.secondary_opts])
    return options if getattr(parameter, "is_flag", False) else f"{options} `{value}`".replace("|", "\\|")


def cell(parameter: Any) -> str:
    """Return a parameter's help, with its default where it has one worth telling."""
    words = " ".join((parameter.help or "").split()).replace("|", "\\|")
    default = parameter.default
    if isinstance(default, int | float | str) and not isinstance(default, bool) and str(default):
        words += f" Default: {getattr(default, 'value', default)}."
    return words


def main() -> int:
    """Write the pages, or with `--check` report the stale ones; return the exit status."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    if "--check" in sys.argv:
        return 1 if stale else 0
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
