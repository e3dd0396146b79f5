"""Writes the pinned versions of all dependencies, direct and transitive, as `uv` resolves them from pyproject.toml.

constraints.txt pins everything that any extra needs; the two lock files add the hashes of the files, for installs that
demand them. Versions stay as they are unless `--upgrade` is given. PyTorch is the build for processors alone, whose
wheel must be in a folder or on an index that is given; an unpinned one would bring gigabytes of libraries for graphics
cards. Neither index nor folder is written into the files.

    pip install uv
    python .ci/lock.py --find-links FOLDER
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOWEST_PYTHON = "3.11"
CPU_BUILD = "+cpu"  # the local version of PyTorch's build for processors


@dataclass(frozen=True, slots=True)
class PinFile:
    """A file of pinned versions: its name, its first lines, the extras that it covers, and whether it has hashes."""

    name: str
    header: str
    extras: tuple[str, ...]  # empty: all
    hashes: bool


FILES = (
    PinFile(
        "constraints.txt",
        "# The releases this version was built and measured with, of all direct and transitive dependencies.\n"
        "# Made by .ci/lock.py from pyproject.toml. Use: pip install -c constraints.txt .\n",
        (),
        hashes=False,
    ),
    PinFile(
        "requirements.lock",
        "# What an installation with the review desk, PostgreSQL and archives consists of, with hashes.\n"
        "# Made by .ci/lock.py. Use: pip install --require-hashes -r requirements.lock && pip install --no-deps .\n",
        ("review", "postgres", "archives"),
        hashes=True,
    ),
    PinFile(
        "requirements-test.lock",
        "# What the tests need, with hashes. PyTorch is its build for processors, for Python 3.11 on Linux.\n"
        "# Made by .ci/lock.py. Use: pip install --require-hashes -r requirements-test.lock\n",
        ("test",),
        hashes=True,
    ),
)


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--find-links", metavar="FOLDER", help="folder with the wheel of PyTorch for processors")
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases that fit")
    options = parser.parse_args()
    for file in FILES:
        path = ROOT / file.name
        path.write_text(file.header + resolve(file, options), encoding="utf-8")
        sys.stderr.write(f"{file.name}: written\n")


def resolve(file: PinFile, options: argparse.Namespace) -> str:
    """Return the pins of a file."""
    # All files have the versions of the first one, which keeps its present versions.
    versions = (ROOT / FILES[0].name).read_text(encoding="utf-8")
    (torch,) = re.findall(r"^torch==([^+\s]+)", versions, re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        known, cpu_only = Path(folder, "known.txt"), Path(folder, "torch.txt")
        known.write_text("" if options.upgrade and file is FILES[0] else versions, encoding="utf-8")
        cpu_only.write_text(f"torch=={torch}{CPU_BUILD}\n", encoding="utf-8")
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", LOWEST_PYTHON, "--no-header"]
        command += ["--no-annotate", "pyproject.toml", "--constraints", str(cpu_only), "--output-file", str(known)]
        command += [f"--extra={extra}" for extra in file.extras] or ["--all-extras"]
        command += ["--generate-hashes"] if file.hashes else []
        command += ["--find-links", options.find_links] if options.find_links else []
        subprocess.run(command, cwd=ROOT, check=True)
        return known.read_text(encoding="utf-8").replace(f"{torch}{CPU_BUILD}", torch)


if __name__ == "__main__":
    main()
