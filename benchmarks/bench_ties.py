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
    found = []
    for group in person_groups():
        latin = tuple(form.title() for form in group if plain(form) and len(form) > 3 and " " not in form)
        native = next((form for form in group if script(form) == kind and len(form) > 2), None)
        if latin and native and WORDS[kind].fullmatch(native.replace("\u0301", "")):
            found.append((latin, native.title()))
    return found


def people(kind: str, count: int, rng: random.Random) -> list[tuple[tuple[str, ...], tuple[str, str]]]:
    """Return people: the Latin spellings of two words each, and the two native words."""
    drawn = rng.sample(words(kind), 2 * count)
    made = []
    for (firsts, one), (lasts, other) in zip(drawn[::2], drawn[1::2], strict=True):
        latin = tuple(f"{first} {last}" for first in firsts[:4] for last in lasts[:4])
        made.append((latin, (one, other)))
    return made


def measure(kind: str, count: int, seed: int) -> dict[str, str]:
    """Return for whole names and for surnames: of those in the gazetteer tied right, tied wrongly; of others tied."""
    rng = random.Random(seed)
    drawn = people(kind, 2 * count, rng)
    known, unknown = drawn[:count], drawn[count:]
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        rows = sorted({(latin[0], "person", ()) for latin, _ in known})
        ties = CrossScriptMatcher(Gazetteer.from_names(rows, Path(folder, "names.gaz")))
        for what, cut in (("whole", 0), ("surname", 1)):
            told: Counter[str] = Counter()
            for name, group in (("known", known), ("unknown", unknown)):
                for latin, native in group:
                    joint = "・" if kind == "katakana" else " "
                    # In mid-sentence: what stands before is a word of no script that has a table.
                    found = ties.find(f"1, {joint.join(native[cut:])}, 2")
                    right = [one for one in found if any(_same(one.target, form, cut) for form in latin)]
                    told[f"{name} right"] += bool(right)
                    told[f"{name} wrong"] += len(found) > len(right)
            figures[what] = (
                f"{told['known right'] / count:.1%} right, {told['known wrong'] / count:.1%} wrong; "
                f"absent {(told['unknown wrong'] + told['unknown right']) / count:.1%}"
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
        for what, told in measure(kind, count, seed).items():
            sys.stdout.write(f"| {kind} | {what} | {told} |\n")


if __name__ == "__main__":
    main()
