"""The architecture of the code: layers, lengths, no printing below `cli`, and help for every command."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer.main

from repair.cli.app import app

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "repair"
LONGEST_MODULE = 300

# The layers from the ground up. A package may import only from packages of the layers below its own.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("core",),
    (
        "text",
        "formats",
    ),
    (
        "gazetteer",
        "channel",
    ),
    ("pipeline",),
    (
        "translation",
        "decisions",
    ),
    (
        "batch",
        "review",
        "training",
    ),
    ("cli",),
    ("__main__",),
)
LAYER = {package: layer for layer, packages in enumerate(LAYERS) for package in packages}
TOP_PACKAGES = ("cli", "__main__")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_models" not in path.parts)


def package_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@dataclass(frozen=True)
class ModuleSummary:
    """What the tests check of a module; a syntax tree is too large to keep."""

    source: str
    docstring: str | None
    called: frozenset[str]
    imports: frozenset[str]


@functools.cache
def summary(path: Path) -> ModuleSummary:
    """Parse the module at ``path``, once for all tests."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return ModuleSummary(source, ast.get_docstring(tree), frozenset(called), frozenset(imports(path, nodes)))


def imports(path: Path, nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the packages that the module at ``path`` imports from: at its top, inside functions, or for types only."""
    package = ("repair", *path.relative_to(PACKAGE).parts[:-1])
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            # `from repair.text import tokens as text` names a package, `from repair.text.normalize import fold` is in
            # one.
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "repair" else [module]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "repair" and len(parts) > 1 and parts[1] != "__version__":
                yield parts[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_layers_below(path: Path) -> None:
    package = package_of(path)
    if package == "__init__":
        return  # only re-exports
    assert package in LAYER, f"give the package {package!r} a layer in tests/test_architecture.py"
    for other in sorted(summary(path).imports):
        if other != package:
            assert other in LAYER, f"give the package {other!r} a layer in tests/test_architecture.py"
            assert LAYER[other] < LAYER[package], f"{package} must not import {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_short_has_a_docstring_and_prints_nothing(path: Path) -> None:
    module = summary(path)
    assert module.source.count("\n") <= LONGEST_MODULE, "split it by idea"
    assert module.docstring, "say what the module is for"
    assert "print" not in module.called
    if package_of(path) not in TOP_PACKAGES:
        assert "sys.stdout" not in module.source, "only `cli` writes to the terminal"


def test_the_package_itself_only_reexports() -> None:
    import repair

    assert set(repair.__all__) == set(repair._HOME)
    for name in repair.__all__:
        assert getattr(repair, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        repair.__getattr__("nothing")


# --- the command line


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command with its path."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


TOP: Any = typer.main.get_command(app)
COMMANDS = dict(commands(TOP))


@pytest.mark.parametrize("path", COMMANDS, ids="-".join)
def test_every_command_and_option_has_help(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{' '.join(path)}: {parameter.name} has no help"


# --- the project


def test_every_direct_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0] for line in lines}
    assert {re.split(r"[<>=~\[]", each)[0].replace("_", "-") for each in wanted} <= pinned


def test_the_header_of_the_pipeline_names_every_module_and_no_other() -> None:
    package = PACKAGE / "pipeline"
    subpackages = {path.parent.name for path in package.rglob("*/__init__.py")}
    header = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = set(re.findall(r"``(\w+)``", header)) | {"repairer"}
    assert named == subpackages | {path.stem for path in package.rglob("*.py")} - {"__init__"}


def test_the_page_about_the_stages_names_modules_that_exist() -> None:
    page = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    stages = page.partition("## The stages of a correction")[2].partition("## Packages")[0]
    lists = re.findall(r"^\d+\. \*\*[^*]+\*\* \(([^)]*)\):", stages, re.MULTILINE)
    named = {name for part in lists for name in re.findall(r"`(\w+)`", part)}
    existing = {path.stem for path in PACKAGE.rglob("*") if path.is_dir() or path.suffix == ".py"}
    assert named and named <= existing
