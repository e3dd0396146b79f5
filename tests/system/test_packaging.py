"""The wheel holds what an installed `repair` needs: all modules, the type marker, and the shipped models."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_is_complete(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    tracked = [path for path in (ROOT / "repair").rglob("*") if path.suffix in (".py", ".typed")]
    modules = {path.relative_to(ROOT).as_posix() for path in tracked if "_models" not in path.parts}
    models = {
        f"repair/_models/{path.relative_to(ROOT / 'models').as_posix()}"
        for name in shipped_models()
        for path in (ROOT / "models" / name).rglob("*")
        if path.is_file()
    }
    assert modules | models <= packed
    assert not any(name.startswith(("tests/", "samples/")) for name in packed)
