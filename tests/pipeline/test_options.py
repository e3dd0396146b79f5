"""Options and arguments are validated, and a repairer can be sent to another process."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, repairer

import repair
from repair.core.types import Kind
from repair.pipeline.options import Options


@pytest.mark.parametrize(
    "values", [{"apply_at": 1.5}, {"review_at": -0.1}, {"apply_at": 0.5, "review_at": 0.6}, {"guesses": -1}]
)
def test_values_out_of_range_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        Options(**values)  # type: ignore[arg-type]


def test_a_threshold_that_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError, match="apply_at"):
        Options(apply_at="high")  # type: ignore[arg-type]


def test_a_repairer_needs_a_gazetteer() -> None:
    with pytest.raises(TypeError, match=r"Gazetteer\.build"):
        repair.Repairer(["Mark Rutte"])  # type: ignore[arg-type]


def test_a_repairer_can_be_pickled() -> None:
    original = repairer(*BRIDGE)
    other = pickle.loads(pickle.dumps(original))
    assert other.suggest(BRIDGE_COPY) == original.suggest(BRIDGE_COPY)
    assert other.signature == original.signature


def test_a_packed_gazetteer_is_pickled_by_its_path(tmp_path: Path) -> None:
    packed = repair.Gazetteer.from_names([("Mark Rutte", Kind.PERSON, ())], tmp_path / "names.gaz")
    raw = pickle.dumps(packed)
    assert len(raw) < 1_000
    assert pickle.loads(raw).hash == packed.hash


def test_one_text_is_not_a_list_of_documents() -> None:
    with pytest.raises(TypeError, match="list"):
        repair.Gazetteer.build("NATO Secretary General Mark Rutte spoke.")


def test_the_public_names_are_listed() -> None:
    assert set(repair.__all__) <= set(dir(repair))


# Values of wrong types, as callers without a type checker pass them.
BYTES: Any = b"x"
NOTHING: Any = None
NUMBER: Any = 3
STRING: Any = "no"
DICT: Any = {"apply_at": 0.9}
STRINGS: Any = ["a"]

NO_PATH = "path must be a path"
NO_DOCUMENT = "document must be a str or a Document"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: repair.Gazetteer.build(BYTES), "documents must be several"),
        (lambda: repair.Gazetteer.build(NOTHING), "documents must be several"),
        (lambda: repair.Gazetteer.build([NUMBER]), NO_DOCUMENT),
        (lambda: repair.Gazetteer.load(NUMBER), NO_PATH),
        (lambda: repair.Gazetteer([], []).save(NOTHING), NO_PATH),
        (lambda: repair.Gazetteer([], []).find(NUMBER), "text must be a str"),
        (lambda: repair.read(NUMBER), NO_PATH),
        (lambda: repair.Document("1", BYTES), "text must be a str, not bytes"),
        (lambda: repair.Repairer(repair.Gazetteer([], []), options=DICT), "options must be Options"),
        (lambda: repairer(*BRIDGE).suggest(NUMBER), NO_DOCUMENT),
        (lambda: repairer(*BRIDGE).clean(NOTHING), NO_DOCUMENT),
        (lambda: repairer(*BRIDGE).explain(STRINGS), NO_DOCUMENT),
        (lambda: repairer(*BRIDGE).suggest_all(BRIDGE_COPY), "documents must be several"),
        (lambda: list(repairer(*BRIDGE).suggest_all([NUMBER])), NO_DOCUMENT),
        (lambda: Options(guesses=STRING), "guesses must be a number"),
        (lambda: Options(flag=STRING), "flag must be True or False"),
    ],
)
def test_an_argument_of_the_wrong_type_is_named(call: Callable[[], object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call()


@pytest.mark.parametrize("kind", [str, Path])
def test_paths_are_strings_or_objects(tmp_path: Path, kind: Callable[[Path], str | Path]) -> None:
    path = kind(tmp_path / "names.gaz")
    gazetteer = repair.Gazetteer.build(BRIDGE)
    gazetteer.save(path)
    assert repair.Gazetteer.load(path).hash == gazetteer.hash
    gazetteer.pack(path)
    assert repair.Gazetteer.load(path).hash == gazetteer.hash
    (tmp_path / "copy.txt").write_text(BRIDGE_COPY)
    assert repair.read(kind(tmp_path / "copy.txt")).text == BRIDGE_COPY
