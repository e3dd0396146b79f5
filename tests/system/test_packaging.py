"""The wheel holds all files of an installed `repair`, with a bill of materials; all dependencies are pinned."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import repair
from repair.core.errors import ModelError
from repair.core.resources import shipped_model, shipped_models

ROOT = Path(__file__).parents[2]


def test_shipped_models_are_found_by_name() -> None:
    assert shipped_models()
    for name in shipped_models():
        assert (shipped_model(name) / "card.json").is_file()


def test_a_model_that_is_not_shipped_is_named_with_those_that_are() -> None:
    with pytest.raises(ModelError, match=rf"There is no shipped model 'x', only: .*{shipped_models()[0]}"):
        shipped_model("x")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Return the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert [path.suffix for path in folder.iterdir()] == [".whl"]
    (path,) = folder.iterdir()
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_the_wheel_holds_what_is_needed_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    packed = {name for name in wheel.namelist() if not name.startswith("repair-")}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "repair").rglob("*")
        if path.is_file() and not {"_models", "__pycache__"} & set(path.parts)
    }
    models = {
        f"repair/_models/{path.relative_to(ROOT / 'models').as_posix()}"
        for name in shipped_models()
        for path in (ROOT / "models" / name).rglob("*")
        if path.is_file() and path.suffix not in (".png", ".log", ".toml")
    }
    assert packed == package | models


def test_the_wheel_has_a_bill_of_materials(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if ".dist-info/sboms/" in name)
    bill = json.loads(wheel.read(name))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == repair.__version__
    locked = set(pins("requirements.lock"))
    listed = {canonicalize_name(each["name"]) for each in bill["components"] if each["type"] == "library"}
    assert listed == locked
    for model in (each for each in bill["components"] if each["type"] != "library"):
        (checksum,) = (each["content"] for each in model["hashes"] if each["alg"] == "SHA-256")
        assert hashlib.sha256(wheel.read(f"repair/_models/{model['name']}")).hexdigest() == checksum
    references = [each["bom-ref"] for each in bill["components"]]
    assert len(references) == len(set(references))


# --- pinned versions


def pins(name: str) -> dict[str, set[str]]:
    """Return the pinned versions in a file, by name; more than one where they depend on the version of Python."""
    versions: dict[str, set[str]] = {}
    for project, version in re.findall(
        r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
    ):
        versions.setdefault(canonicalize_name(project), set()).add(version)
    return versions


def needed(*extras: str) -> set[str]:
    """Return all packages that these extras need here, according to the metadata of the installed packages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    waiting = [Requirement(each) for each in project["dependencies"]]
    waiting += [Requirement(each) for extra in extras for each in optional[extra]]
    visited: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, frozenset(requirement.extras)) in visited:
            continue
        visited.add((name, frozenset(requirement.extras)))
        try:
            texts = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        for each in map(Requirement, texts):
            chosen = [{"extra": extra} for extra in requirement.extras or {""}]
            if each.marker is None or any(each.marker.evaluate(values) for values in chosen):
                waiting.append(each)
    return {name for name, _ in visited}


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("constraints.txt", ("test", "review", "postgres", "archives", "docs")),
        ("requirements.lock", ("review", "postgres", "archives")),
        ("requirements-test.lock", ("test",)),
    ],
)
def test_all_that_is_needed_is_pinned_direct_or_not(name: str, extras: tuple[str, ...]) -> None:
    pinned, all_pinned = pins(name), pins("constraints.txt")
    # The build of PyTorch for processors needs no more than this; its other builds are not to be installed.
    assert needed(*extras) - set(pinned) == set()
    assert all(versions <= all_pinned[project] for project, versions in pinned.items())
    assert not any(project.startswith(("nvidia-", "cuda-", "triton")) for project in pinned)


@pytest.mark.parametrize("name", ["constraints.txt", "requirements.lock", "requirements-test.lock"])
def test_the_pinned_versions_are_those_that_the_project_allows(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    every = [project["dependencies"], *project["optional-dependencies"].values()]
    pinned = pins(name)
    refused = [
        (str(requirement), version)
        for requirement in map(Requirement, chain.from_iterable(every))
        for version in pinned.get(canonicalize_name(requirement.name), ())
        if not requirement.specifier.contains(version, prereleases=True)
    ]
    assert not refused


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_file_has_a_hash_for_everything_and_names_no_server(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text and not re.search(r"^-", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip())
