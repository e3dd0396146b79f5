"""A packed gazetteer gives the same answers, and damage to its file is detected or harmless."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.core.errors import GazetteerError
from repair.core.types import Document, Kind, Name
from repair.gazetteer import Gazetteer, mapped_file, packed_index
from repair.gazetteer.hash_index import HashIndex, directory_of, hash_of, hashes_of

STORIES = (
    Document(
        "ferry", "Norwegian ferry boss Gunnar Tveitane told parliament in Oslo that Tveitane Lines would sail.", "A"
    ),
    Document(
        "quay", "In Oslo Gunnar Tveitane spoke. “The quay is ours”, said Zoë d’Hiver of the Harbour Trust.", "B", "2024"
    ),
)
ASKED = (
    "Tveitane",
    "gunnar tveitane",
    "Harbour",
    "the Harbour Trust",
    "Oslo",
    "Bergen",
    "Zoe d'Hiver",
    "",
    "Tveitane Lines",
)
WORDS = st.text(st.sampled_from("AbÅ’'-. zé"), min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
ROWS = st.lists(st.tuples(WORDS, st.sampled_from(Kind), st.lists(WORDS, max_size=2)), max_size=8)


def answers(gazetteer: Gazetteer, texts: tuple[str, ...] = ASKED) -> list[object]:
    """Return all answers of a gazetteer about some texts."""
    evidence, folds = gazetteer.evidence, ("tveitane", "gunnar", "oslo", "ferry")
    index = gazetteer.inverted_index
    numbers = [index.number(fold) for fold in folds]
    postings = [index.postings(number).tolist() if number >= 0 else [] for number in numbers]
    return [
        [gazetteer.find(text) for text in texts],
        [(gazetteer.listed(text), gazetteer.is_confirmed(text)) for text in texts],
        [(evidence.capitals(fold), evidence.lowers(fold)) for fold in folds],
        evidence.bigram_seen("gunnar", "tveitane"),
        list(gazetteer.names),
        list(gazetteer.sources),
        [gazetteer.name(name.id) for name in gazetteer.names],
        [gazetteer.source(source.id) for source in gazetteer.sources],
        [index.word(number) for number in numbers if number >= 0],
        postings,
        gazetteer.hash,
    ]


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "names.pack"
    Gazetteer.build(STORIES).pack(path)
    return path


def test_a_packed_gazetteer_gives_the_same_answers(packed: Path, tmp_path: Path) -> None:
    built, loaded = Gazetteer.build(STORIES), Gazetteer.load(packed)
    assert answers(loaded) == answers(built)
    name = loaded.find("Gunnar Tveitane")[0]
    assert [loaded.snippet(provenance) for provenance in name.aliases[0].seen] == [
        built.snippet(s) for s in name.aliases[0].seen
    ]
    assert [loaded.name("no id"), loaded.name("f" * 12), loaded.source("no such")] == [None, None, None]
    loaded.save(tmp_path / "lines.gaz")
    assert answers(Gazetteer.load(tmp_path / "lines.gaz")) == answers(built)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.lists(WORDS, max_size=5))
def test_a_list_of_names_is_found_by_every_spelling(
    tmp_path: Path, rows: list[tuple[str, Kind, list[str]]], others: list[str]
) -> None:
    loaded = Gazetteer.from_names(iter(rows), tmp_path / "list.pack", confirmed=True)
    assert [(name.canonical, name.kind) for name in loaded.names] == [(text, kind) for text, kind, _ in rows]
    for canonical, kind, spellings in rows:
        for surface in (canonical, *spellings):
            matches = [(name.canonical, name.kind) for name in loaded.find(surface)]
            assert (canonical, kind) in matches and len(matches) == len(set(matches))
            assert loaded.listed(surface) == 2 and loaded.is_confirmed(surface)
    unique = {name.id: name for name in loaded.names}
    if len(unique) < len(loaded.names):
        return  # a name given twice with other spellings is one name only once its lines are put together
    in_memory = Gazetteer(unique.values(), ())
    texts = tuple(others)
    assert [
        set(loaded.find(t)) <= set(loaded.names) and len(loaded.find(t)) == len(in_memory.find(t)) for t in texts
    ] == [True] * len(texts)
    assert [loaded.listed(t) for t in texts] == [in_memory.listed(t) for t in texts]


def test_names_of_a_list_are_known_but_not_confirmed(tmp_path: Path) -> None:
    loaded = Gazetteer.from_names([("Gunnar Tveitane", "person", ["Gunnar Tveitanen"])], tmp_path / "list.pack")
    assert loaded.listed("Tveitane") == loaded.listed("gunnar tveitanen") == 2
    assert not loaded.is_confirmed("Tveitane")
    with pytest.raises(ValueError, match="animal"):
        Gazetteer.from_names([("Rex", "animal", [])], tmp_path / "no.pack")
    assert [path.name for path in tmp_path.iterdir()] == ["list.pack"]


def test_a_confirmed_name_is_added_to_a_packed_gazetteer(packed: Path) -> None:
    loaded = Gazetteer.load(packed)
    first = loaded.confirm("Gunnar Tveitanen", Kind.PERSON, "desk")
    second = first.confirm("Gunnar Tveitane", loaded.find("Gunnar Tveitane")[0].kind, "desk")
    assert first.is_confirmed("tveitanen") and first.listed("Tveitanen") == 2 and not loaded.listed("Tveitanen")
    assert [name.confirmed_by for name in second.find("Gunnar Tveitane")] == ["desk"]
    assert len(first.names) == len(loaded.names) + 1 and len(second.names) == len(first.names)
    assert len({loaded.hash, first.hash, second.hash}) == 3
    assert first.evidence.capitals("tveitanen") == 2 and first.source("quay") == loaded.source("quay")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_byte_is_detected_or_harmless(packed: Path, data: st.DataObject) -> None:
    raw = bytearray(packed.read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    other = packed.with_name("changed.pack")
    other.write_bytes(raw)
    try:
        changed_answers = answers(Gazetteer.load(other))
    except GazetteerError:
        return
    assert changed_answers == answers(Gazetteer.load(packed))


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_malicious_numbers_in_a_packed_file_are_refused_or_harmless(packed: Path, data: st.DataObject) -> None:
    raw = bytearray(packed.read_bytes())
    for name, (at, size) in sections(raw).items():
        if data.draw(st.booleans(), label=name) and size:
            place = at + data.draw(st.integers(0, size - 1))
            raw[place] = data.draw(st.integers(0, 255))
    other = packed.with_name("hostile.pack")
    other.write_bytes(sealed(raw))
    try:
        answers(Gazetteer.load(other))
    except GazetteerError:
        return


def sections(raw: bytearray) -> dict[str, tuple[int, int]]:
    """Return the range of each section."""
    sizes = {"|u1": 1, "<i4": 4, "<u4": 4, "<i8": 8, "<u8": 8}
    return {name: (at, count * sizes[kind]) for name, (kind, at, count, _) in table(raw)["sections"].items()}


def table(raw: bytearray) -> dict[str, dict[str, tuple[str, int, int, int]]]:
    """Return the table of contents."""
    import json

    _, _, place, length, _ = struct.unpack_from("<16sIQQI", raw)
    loaded: dict[str, dict[str, tuple[str, int, int, int]]] = json.loads(raw[place : place + length])
    return loaded


def sealed(raw: bytearray) -> bytes:
    """Return the file with checksums that fit it again."""
    import json

    contents = table(raw)
    where = sections(raw)
    for name, (kind, at, count, _) in contents["sections"].items():
        size = where[name][1]
        contents["sections"][name] = (kind, at, count, zlib.crc32(raw[at : at + size]))
    magic, version, place, _, _ = struct.unpack_from("<16sIQQI", raw)
    toc = json.dumps(contents).encode()
    head = struct.pack("<16sIQQI", magic, version, place, len(toc), zlib.crc32(toc))
    return bytes(head + raw[len(head) : place] + toc)


def with_earlier_section_names(raw: bytes) -> bytes:
    """Return a packed gazetteer with the names of sections that version 0.1 wrote."""
    magic, version, place, length, _ = mapped_file._HEAD.unpack_from(raw)
    contents = json.loads(raw[place : place + length])
    earlier = {current: name for name, current in packed_index._EARLIER_SECTIONS.items()}
    contents["sections"] = {earlier.get(name, name): section for name, section in contents["sections"].items()}
    table = json.dumps(contents).encode()
    head = mapped_file._HEAD.pack(magic, version, place, len(table), zlib.crc32(table))
    return head + raw[len(head) : place] + table


def test_a_packed_gazetteer_of_an_earlier_version_gives_the_same_answers(packed: Path) -> None:
    earlier = packed.with_name("earlier.pack")
    earlier.write_bytes(with_earlier_section_names(packed.read_bytes()))
    assert b"shelf_carriers" in earlier.read_bytes() and b"shelf_carriers" not in packed.read_bytes()
    assert answers(Gazetteer.load(earlier)) == answers(Gazetteer.load(packed))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda raw: raw[:40], "damaged"),
        (lambda raw: raw[: len(raw) // 2], "damaged"),
        (lambda raw: raw[:16] + struct.pack("<I", 9) + raw[20:], "version 9"),
        (lambda raw: b"", "gazetteer"),
    ],
)
def test_a_file_that_is_not_a_packed_gazetteer_is_refused(
    packed: Path, spoil: Callable[[bytes], bytes], words: str
) -> None:
    other = packed.with_name("other.pack")
    other.write_bytes(spoil(packed.read_bytes()))
    with pytest.raises(GazetteerError, match=words):
        answers(Gazetteer.load(other))


def test_a_failed_import_leaves_the_old_file(packed: Path) -> None:
    def rows() -> Iterator[tuple[str, str, list[str]]]:
        yield "Gunnar Tveitane", "person", []
        raise RuntimeError("the list ends in the middle")

    before = packed.read_bytes()
    with pytest.raises(RuntimeError):
        Gazetteer.from_names(rows(), packed)
    assert packed.read_bytes() == before
    assert [path.name for path in packed.parent.iterdir()] == [packed.name]
    with pytest.raises(GazetteerError, match="cannot be written"):
        Gazetteer.build(STORIES).pack(packed / "under a file")


@given(st.sets(st.text(max_size=6), max_size=60), st.text(max_size=6))
def test_a_hash_table_returns_its_entries(texts: set[str], other: str) -> None:
    import numpy as np

    keys = np.sort(hashes_of(texts))
    index = HashIndex.over(keys, directory_of(keys))
    assert all(text in index for text in texts)
    assert (other in index) == (other in texts)
    assert [index.find(int(number)) for number in keys] == list(range(len(keys)))
    assert index.find(hash_of(other)) == -1 or other in texts


def test_names_are_frozen_values(packed: Path) -> None:
    names = Gazetteer.load(packed).names
    assert names[-1] == names[len(names) - 1] and names[:2] == tuple(names)[:2] and isinstance(names[0], Name)
    with pytest.raises(IndexError):
        names[len(names)]


@pytest.mark.parametrize(("raw", "why"), [(b"", "it is empty"), (b"names of a city\n" * 9, "not a packed gazetteer")])
def test_a_file_that_is_no_index_is_refused_with_the_reason(tmp_path: Path, raw: bytes, why: str) -> None:
    path = tmp_path / "names.gaz"
    path.write_bytes(raw)
    with pytest.raises(GazetteerError, match=why):
        mapped_file.MappedFile(path)
