"""Every error says in data which file is bad, why, and what to do; its sentence is made from them alone."""

from __future__ import annotations

import copy
import gzip
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.core import errors
from repair.core.errors import ConfigError, FormatError, RepairError, restored
from repair.decisions.errors import OverlapError
from repair.formats.archive import ReadOptions, records

SUFFIXES = ("txt", "html", "xml", "json", "jsonl", "csv", "srt", "vtt", "anpa", "warc", "txt.gz", "csv.gz", "tsv")
_SENTENCES = re.compile(r"[^a-z\n].*[.!?]\Z")


def subclasses(kind: type[RepairError]) -> list[type[RepairError]]:
    """Return a class of errors and all that derive from it in the module of errors."""
    return [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, kind)]


def errors_of(path: Path) -> list[RepairError]:
    """Return the error that reading the file raises, and the errors of its records."""
    errors: list[RepairError] = []
    try:
        errors += [record.error for record in records(path, ReadOptions(max_bytes=2_000)) if record.error is not None]
    except RepairError as error:
        errors.append(error)
    return errors


def assert_complete(error: RepairError, path: Path) -> None:
    """Fail unless the error names its file in data, is one line of sentences, and survives a pickle."""
    assert error.path == str(path)
    assert error.reason
    sentence = str(error).removeprefix(error.path).partition(": ")[2]
    assert _SENTENCES.match(sentence), sentence
    loaded = pickle.loads(pickle.dumps(error))
    assert (type(loaded), str(loaded), loaded.data()) == (type(error), str(error), error.data())


FRAGMENTS = (
    "<nitf>",
    "<p>",
    "</p",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "{",
    '{"headline": ',
    '"',
    ",",
    "\n",
    "\x01",
    "\x02",
    "\0",
    "1\n00:00:01,000 --> 00:00:02,000\n",
    "WEBVTT\n",
    "title,body\n",
    "WARC/1.0\r\n",
    "Mark Latte",
    "<rss>",
)
BROKEN = st.one_of(
    st.binary(max_size=60), st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(lambda parts: "".join(parts).encode())
)


@given(raw=BROKEN, suffix=st.sampled_from(SUFFIXES), packed=st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_error_of_a_reader_has_a_path_and_prints_sentences(
    raw: bytes, suffix: str, packed: bool, tmp_path: Path
) -> None:
    path = tmp_path / f"a; b: c.{suffix}"
    path.write_bytes(gzip.compress(raw)[:-9] if packed else raw)
    for error in errors_of(path):
        assert_complete(error, path)


@pytest.mark.parametrize("suffix", ["txt", "xml", "json", "jsonl", "csv", "srt", "warc", "txt.gz"])
def test_a_missing_file_and_one_that_is_too_large_are_named(suffix: str, tmp_path: Path) -> None:
    (large := tmp_path / f"large.{suffix}").write_bytes(b"x" * 3_000)
    for path in (tmp_path / f"missing.{suffix}", large):
        (error,) = errors_of(path)[:1]
        assert_complete(error, path)


@pytest.mark.parametrize("kind", subclasses(RepairError), ids=lambda kind: kind.__name__)
def test_every_class_of_error_can_be_pickled_and_copied_with_its_data(kind: type[RepairError]) -> None:
    error = kind("the file is bad", "mend it", path="a; b: c", place="line 3", record=7)
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (type(other), other.data()) == (kind, error.data())
    assert str(error) == "a; b: c, record 7, line 3: The file is bad. Mend it."
    assert restored(error.data()).data() == error.data()


def test_an_error_whose_class_takes_other_arguments_can_be_pickled() -> None:
    error = OverlapError("Latte", "Rutte")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_setting_that_is_not_allowed_is_named_with_the_allowed_values() -> None:
    error = ConfigError.of("the setting {key} is wrong; it must be {allowed}", key="flag", allowed="true or false")
    assert (error.key, error.allowed) == ("flag", "true or false")
    assert str(error) == "The setting flag is wrong. It must be true or false."


def test_the_file_and_the_record_are_added_where_they_are_known() -> None:
    error = FormatError("the text is damaged")
    assert str(error.within("a.jsonl", record=2)) == "a.jsonl, record 2: The text is damaged."
    assert error.within("a.txt").within("b.txt").path == "a.txt"
    assert error.within("/tmp/stage").within("a.txt", instead_of="/tmp/stage").path == "a.txt"
    assert error.path == ""


def test_a_carriage_return_inside_the_header_of_a_table_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\r\x01")
    for error in errors_of(path):
        assert_complete(error, path)
