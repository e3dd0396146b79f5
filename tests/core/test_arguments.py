"""Arguments of the Python API that cannot be meant are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

import repair
from repair.core.arguments import path_argument


def test_an_empty_path_is_not_the_working_folder() -> None:
    for read in (repair.read, repair.Gazetteer.load, path_argument):
        with pytest.raises(ValueError, match="path is empty"):
            read("")
    assert path_argument(".") == Path()
