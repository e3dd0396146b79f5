"""Errors carry their data: the path, the reason and the hint are attributes and survive pickling."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from repair.core.errors import FormatError, GazetteerError, RepairError
from repair.core.io import read_bytes
from repair.gazetteer import Gazetteer


def test_a_path_with_punctuation_is_an_attribute(tmp_path: Path) -> None:
    path = tmp_path / "a; b: c.txt"
    with pytest.raises(FormatError) as caught:
        read_bytes(path)
    error = caught.value
    assert (error.path, error.reason, error.hint) == (str(path), "there is no such file", "check the path")
    assert str(error) == f"{path}: There is no such file. Check the path."


def test_a_gazetteer_passes_on_the_reason_and_not_the_hint_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "names; old.gaz"
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.load(path)
    assert str(caught.value) == (
        f"{path}: There is no such file. Give a gazetteer, which `repair gazetteer build` makes."
    )


def test_an_error_without_a_file_and_without_a_hint() -> None:
    error = RepairError.of("The list has {count} names.", count=3)
    assert (str(error), error.path, error.reason, error.hint) == (
        "The list has 3 names.",
        "",
        "The list has 3 names.",
        "",
    )


def test_the_data_of_an_error_survives_pickling() -> None:
    error = FormatError.of("this is a folder; give the files in it", path="in")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.data()) == (str(error), error.data())
