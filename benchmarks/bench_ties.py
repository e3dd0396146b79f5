"""Measures cross-script matching: how many names in other scripts match the right Latin name, and how many a wrong one.

Run by hand, not collected:  python benchmarks/bench_ties.py [NAMES] [SEED]
People are made of two names of Wikidata (package rigour) that have a Latin and a native form. A gazetteer holds the
Latin spelling of half of them; the text has the native form of each person, in full and then the surname alone. The
other half are not in the gazetteer and must not match. Some of these words were seen when the letter tables were
learned. Needs the `train` extra.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from repair.channel.transliteration import WORDS
from repair.gazetteer import Gazetteer
from repair.text.normalize import fold
from repair.text.spelling_keys import same_name
from repair.training.name_sources import person_groups, plain, script
from repair.translation.cross_script import CrossScriptMatcher


def words(kind: str) -> list[tuple[tuple[str, ...], str]]:
    """Return names of one word: their Latin spellings, and a native one."""
    rows = []
    for group in person_groups():
        latin = tuple(form.title() for form in group if plain(form) and len(form) > 3 and " " not in form)
        native = next((form for form in group if script(form) == kind and len(form) > 2), None)
        if latin and native and WORDS[kind].fullmatch(native.replace("\u0301", "")):
            rows.append((latin, native.title()))
    return rows


def people(kind: str, count: int, rng: random.Random) -> list[tuple[tuple[str, ...], tuple[str, str]]]:
    """Return people: the Latin spellings of two words each, and the two native words."""
    drawn = rng.sample(words(kind), 2 * count)
    rows = []
    for (firsts, surname_row), (lasts, other_row) in zip(drawn[::2], drawn[1::2], strict=True):
        latin = tuple(f"{first} {last}" for first in firsts[:4] for last in lasts[:4])
        rows.append((latin, (surname_row, other_row)))
    return rows


def measure(kind: str, count: int, seed: int) -> dict[str, str]:
    """Return for whole names and surnames how many of the gazetteer match right and wrong, and how many others."""
    rng = random.Random(seed)
    drawn = people(kind, 2 * count, rng)
    listed, unlisted = drawn[:count], drawn[count:]
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        rows = sorted({(latin[0], "person", ()) for latin, _ in listed})
        ties = CrossScriptMatcher(Gazetteer.from_names(rows, Path(folder, "names.gaz")))
        for what, cut in (("whole", 0), ("surname", 1)):
            counts: Counter[str] = Counter()
            for name, group in (("known", listed), ("unknown", unlisted)):
                for latin, native in group:
                    joint = "・" if kind == "katakana" else " "
                    # In mid-sentence, after a token of a script without a table.
                    matches = ties.find(f"1, {joint.join(native[cut:])}, 2")
                    right = [match for match in matches if any(_same(match.target, form, cut) for form in latin)]
                    counts[f"{name} right"] += bool(right)
                    counts[f"{name} wrong"] += len(matches) > len(right)
            figures[what] = (
                f"{counts['known right'] / count:.1%} right, {counts['known wrong'] / count:.1%} wrong; "
                f"absent {(counts['unknown wrong'] + counts['unknown right']) / count:.1%}"
            )
    return figures


def _same(target: str, form: str, cut: int) -> bool:
    wanted = " ".join(form.split()[cut:]) if " " not in target else form
    return fold(target) == fold(wanted) or same_name(target, wanted)


def main() -> None:
    """Print the table of all scripts."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    sys.stdout.write(f"{count} people in the gazetteer, {count} that are not; seed {seed}\n")
    for kind in WORDS:
        for what, counts in measure(kind, count, seed).items():
            sys.stdout.write(f"| {kind} | {what} | {counts} |\n")


if __name__ == "__main__":
    main()
