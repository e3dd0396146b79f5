"""Imported lists of names: tables, TBX, open data; hostile and damaged files are refused or reported."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import cast

import pytest
from conftest import Run
from workbooks import write_workbook

from repair.core.errors import GazetteerError
from repair.core.types import Kind
from repair.gazetteer import Gazetteer, json_rows
from repair.gazetteer.entries import ListEntry, surname_in_any_script
from repair.gazetteer.importers import read_list
from repair.gazetteer.plain_lists import names_of_list
from repair.gazetteer.tbx import terms
from repair.translation import find_names

FTM = {
    "id": "x1",
    "caption": "Volodymyr Zelensky",
    "schema": "Person",
    "properties": {"name": ["Володимир Зеленський", "Volodymyr Zelensky"], "alias": ["ゼレンスキー", "زيلينسكي"]},
}
WIKIDATA = {
    "id": "Q1",
    "labels": {"en": {"language": "en", "value": "Kyiv"}, "uk": {"language": "uk", "value": "Київ"}},
    "aliases": {"en": [{"language": "en", "value": "Kiev"}]},
    "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q515"}}}}]},
}
TBX = """<?xml version="1.0"?><martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><descripGrp><descrip type="subjectField">person</descrip></descripGrp>
<langSet xml:lang="uk"><tig><term>Володимир Зеленський</term></tig></langSet>
<langSet xml:lang="en"><tig><term>Volodymyr Zelensky</term></tig><tig><term>Volodymyr Zelenskyy</term></tig></langSet>
</termEntry></body></text></martif>"""
TBX_3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic"><text><body><conceptEntry id="c1">
<langSec xml:lang="ja"><termSec><term>東京</term></termSec></langSec><langSec xml:lang="en"><termSec><term>Tokyo</term>
</termSec></langSec></conceptEntry></body></text></tbx>"""


def entries(path: Path, text: str, **more: object) -> list[ListEntry]:
    path.write_text(text, encoding="utf-8")
    return list(read_list(path, **more))  # type: ignore[arg-type]


# --- forms


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsv", "Mark Rutte\tperson\tMarc Rutte\tРютте\n"),
        ("a.tsv", "name\tkind\taliases\nMark Rutte\tPerson\tMarc Rutte; Рютте\n"),
        ("a.csv", "canonical,kind,spelling,short\nMark Rutte,person,Marc Rutte,False\nMark Rutte,person,Рютте,True\n"),
        ("a.jsonl", '{"canonical": "Mark Rutte", "kind": "person", "aliases": ["Marc Rutte", "Рютте"]}\n'),
        ("a.jsonl", '{"name": "Mark Rutte", "type": "PERSON", "aliases": "Marc Rutte", "alias": ["Рютте"]}\n'),
    ],
)
def test_tables_and_plain_objects(name: str, text: str, tmp_path: Path) -> None:
    assert entries(tmp_path / name, text) == [ListEntry("Mark Rutte", Kind.PERSON, ("Marc Rutte", "Рютте"))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("two.tsv", "family name\tgiven name\nThorsrud\tIngrid\n"),
        ("two.csv", "id,First Name,Last Name\n7,Ingrid,Thorsrud\n"),
        ("semicolons.csv", '"Surname";"Forename";"party"\nThorsrud; Ingrid;Ap\n'),
        ("german.csv", "Nachname,Vorname\nThorsrud,Ingrid\n"),
        ("german.csv", "Name;Vorname;Rolle\nThorsrud;Ingrid;Ministerin\n"),
        ("french.tsv", "Prénom\tNom\nIngrid\tThorsrud\n"),
        ("spanish.csv", "Nombre;Apellidos\nIngrid;Thorsrud\n"),
        ("full.csv", "full name;party\r\nIngrid Thorsrud;Ap\r\n"),
        ("two.jsonl", '{"last_name": "Thorsrud", "first_name": "Ingrid", "party": "Ap"}\n'),
    ],
)
def test_a_name_in_two_columns_is_put_together(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert [entry.canonical for entry in read_list(path)] == ["Ingrid Thorsrud"]


def test_marks_notes_and_headings_are_no_names(tmp_path: Path) -> None:
    text = (
        "LIST OF NAMES\n\nPeople:\n• Ingrid Thorsrud [minister]\n1. Una Gray\n2. Ole Fisk\nIV. Ada Brun\n"
        "Places\n- Bergen\n"
    )
    assert [entry.canonical for entry in entries(tmp_path / "a.txt", text)] == (
        ["Ingrid Thorsrud", "Una Gray", "Ole Fisk", "Ada Brun", "Bergen"]
    )


def test_a_list_with_bullets_and_numbers_is_read_like_one_among_the_sources(tmp_path: Path) -> None:
    text = "- Bram Tolvik\n2. Ole Fisk\n- Thorsrud, Anna (UNESCO)\n4. Peter Brun [mayor]\n"
    expected = ["Bram Tolvik", "Ole Fisk", "Anna Thorsrud", "Peter Brun"]
    assert [entry.canonical for entry in entries(tmp_path / "a.txt", text)] == expected
    assert names_of_list(text) == "\n".join(expected)


def test_commas_and_brackets_of_other_names_stay(tmp_path: Path) -> None:
    names = ["Acme, Inc.", "Augusta, Georgia", "Congo (Kinshasa)", "Anna Bell, Chair", "2. Bundesliga", "Hertha BSC"]
    names += ["Chair, Anna", "Dr., Anna", "Prime Minister, Peter", "Peter Holt, Jr."]
    assert [entry.canonical for entry in entries(tmp_path / "a.txt", "\n".join(names))] == names


def test_a_generation_behind_the_given_name_stays(tmp_path: Path) -> None:
    text = "Holt, Peter, Jr.\nHolt, Peter, III\nBishop, Anna\nHolt, Anna V.\n"
    expected = ["Peter Holt Jr.", "Peter Holt III", "Anna Bishop", "Anna V. Holt"]
    assert [entry.canonical for entry in entries(tmp_path / "a.txt", text)] == expected


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["• 1. Ole Fisk", "• 2. Una Gray"], ["Ole Fisk", "Una Gray"]),
        (
            ["1. Ole Fisk", "2. Una Gray", "3. 1. FC Köln", "4. 3 Doors"],
            ["Ole Fisk", "Una Gray", "1. FC Köln", "3 Doors"],
        ),
        (["People", "======", "- Ole Fisk", "2. Una Gray", "- Ada Brun"], ["Ole Fisk", "Una Gray", "Ada Brun"]),
        (["• 1. FC Köln", "• 1. FC Nürnberg", "• Hertha BSC"], ["1. FC Köln", "1. FC Nürnberg", "Hertha BSC"]),
        (["3 Doors", "2 Sons", "1. FC Köln"], ["3 Doors", "2 Sons", "1. FC Köln"]),
    ],
)
def test_numbers_behind_bullets_and_before_figures(lines: list[str], names: list[str], tmp_path: Path) -> None:
    assert [entry.canonical for entry in entries(tmp_path / "a.txt", "\n".join(lines))] == names


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["name", "kind", "aliases"],
        ["Anna Thorsrud", "person", "A. Thorsrud; Ana Thorsrud"],
        [None],
        ["Bergen"],
    ]
    path = write_workbook(tmp_path / "names.xlsx", rows)
    assert list(read_list(path)) == [
        ListEntry("Anna Thorsrud", Kind.PERSON, ("A. Thorsrud", "Ana Thorsrud")),
        ListEntry("Bergen", None),
    ]
    path.write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(GazetteerError, match="spreadsheet cannot be read"):
        list(read_list(path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "name;kind;aliases\nAnna Thorsrud;person;\n;person;\n"),
        ("a.csv", "Anna Thorsrud,person\n,person\n"),
        ("a.tsv", "Anna Thorsrud\tperson\n?\tperson\n"),
    ],
)
def test_a_row_without_a_name_is_reported(name: str, text: str, tmp_path: Path) -> None:
    path, errors = tmp_path / name, list[GazetteerError]()
    path.write_text(text, encoding="utf-8")
    assert [entry.canonical for entry in read_list(path, on_error=errors.append)] == ["Anna Thorsrud"]
    (error,) = errors
    assert str(error) == (
        f"{path}, line {text.count(chr(10))}: The line is not a name (it has no name), so it was left out. "
        "Correct or delete it."
    )


def test_initials_and_names_that_begin_with_a_number_stay(tmp_path: Path) -> None:
    names = ["V. Thorsrud", "1. FC Köln", "1. FC Nürnberg", "People's Alliance", "MD. Rahman", "Franz Liszt"]
    assert [entry.canonical for entry in entries(tmp_path / "a.txt", "\n".join(names))] == names


def test_a_table_without_a_header_keeps_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Ingrid Thorsrud,person,I. Thorsrud; Thorsrud\n")
    assert [(entry.canonical, entry.spellings) for entry in read_list(path)] == [
        ("Ingrid Thorsrud", ("I. Thorsrud", "Thorsrud"))
    ]


def test_columns_of_other_names_are_left_out_where_the_first_has_the_names(tmp_path: Path) -> None:
    text = "name,role\nNgozi Adeyemi-Falade,envoy\nStephen Cornelius,mayor\n"
    people = [ListEntry("Ngozi Adeyemi-Falade", None), ListEntry("Stephen Cornelius", None)]
    assert entries(tmp_path / "people.csv", text) == people


PEOPLE = [{"name": "Ingrid Thorsrud", "aliases": ["I. Thorsrud"]}, {"name": "Pål Skjærvik"}]


@pytest.mark.parametrize(
    "document",
    [
        json.dumps(PEOPLE),
        json.dumps(PEOPLE, indent=2),
        json.dumps({"updated": "2026-11-12", "people": PEOPLE}),
        json.dumps({"people": PEOPLE, "total": 2}, indent="\t"),
        json.dumps({"people": PEOPLE[:1], "tags": ["guests"], "entries": PEOPLE[1:]}),
        "[" + ",\n".join(map(json.dumps, PEOPLE)) + "]",
    ],
)
def test_one_document_of_json(document: str, tmp_path: Path) -> None:
    assert entries(tmp_path / "people.json", document) == [
        ListEntry("Ingrid Thorsrud", None, ("I. Thorsrud",)),
        ListEntry("Pål Skjærvik", None),
    ]


def test_an_array_of_names_is_a_list(tmp_path: Path) -> None:
    names = ["Ingrid Thorsrud", "Pål Skjærvik"]
    for text in (json.dumps(names), json.dumps({"names": names}, indent=2)):
        assert [entry.canonical for entry in entries(tmp_path / "names.json", text)] == names


@pytest.mark.parametrize(
    ("row", "canonical"),
    [
        ({**FTM, "referents": [], "datasets": ["sanctions"]}, "Volodymyr Zelensky"),
        ({"labels": {"en": "Pål Skjærvik"}, "members": ["Skagen"]}, "Pål Skjærvik"),
        ({"first_name": "Pål", "last_name": "Skjærvik", "aliases": ["Paul"]}, "Pål Skjærvik"),
        ({"full name": "Pål Skjærvik", "parties": ["Harbour Party"]}, "Pål Skjærvik"),
        ({"name": {"en": "Pål Skjærvik"}, "tags": ["harbour"]}, None),
        ({"id": 7, "tags": ["harbour"]}, None),
        ({"headline": "Harbour", "body": "It rained.", "people": ["Pål Skjærvik"]}, None),
    ],
)
def test_an_array_in_an_object_with_a_name_or_under_another_key_is_no_list(
    row: dict[str, object], canonical: str | None, tmp_path: Path
) -> None:
    found = [entry.canonical for entry in entries(tmp_path / "one.json", json.dumps(row))]
    assert found == ([] if canonical is None else [canonical])


def test_json_lines_are_read_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "LARGEST", 20)
    row = {**FTM, "datasets": ["sanctions"]}
    lines = (numbered for numbered in enumerate([json.dumps(row) + "\n"] * 2 + ["unread"], 1))
    assert next(json_rows.json_rows(tmp_path, lines, lambda error: None)) == ("line 1", row)
    assert next(lines) == (3, "unread")


@pytest.mark.parametrize(
    "damaged", ['{"name": Ole Fisk}', '{"name": "Ole Fisk', '{"name": "Ole Fisk",', '{"people": [']
)
def test_a_damaged_first_line_of_json_lines_is_left_out(
    damaged: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_rows, "LARGEST", 60)
    path = tmp_path / "people.jsonl"
    path.write_text("\n".join([damaged, "", *map(json.dumps, PEOPLE)]), encoding="utf-8")
    errors: list[GazetteerError] = []
    names = [entry.canonical for entry in read_list(path, on_error=errors.append)]
    assert names == ["Ingrid Thorsrud", "Pål Skjærvik"]
    assert [error.place for error in errors] == ["line 1"]


@pytest.mark.parametrize("text", ['"Ole Fisk"\n"Una Gray"\n', '[\n"Ole Fisk",\n"Una Gray",\n]\n'])
def test_names_line_by_line(text: str, tmp_path: Path) -> None:
    assert [entry.canonical for entry in entries(tmp_path / "names.json", text)] == ["Ole Fisk", "Una Gray"]


def test_a_document_on_one_line_that_is_read_in_parts(tmp_path: Path) -> None:
    text = json.dumps({"people": PEOPLE}, ensure_ascii=False)
    parts = [text[at : at + 30] for at in range(0, len(text), 30)]
    rows = json_rows.json_rows(tmp_path, enumerate(parts, 1), lambda error: None)
    assert [row for _, row in rows] == PEOPLE


def test_an_object_of_a_document_without_a_name_is_reported_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text(json.dumps([PEOPLE[0], {"role": "mayor"}], indent=2), encoding="utf-8")
    errors: list[GazetteerError] = []
    assert [entry.canonical for entry in read_list(path, on_error=errors.append)] == ["Ingrid Thorsrud"]
    assert [error.place for error in errors] == ["record 2"] and "The record is not a name" in str(errors[0])


def test_a_document_that_is_too_large_to_read_whole_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "LARGEST", 20)
    path = tmp_path / "people.json"
    path.write_text(json.dumps(PEOPLE, indent=2), encoding="utf-8")
    with pytest.raises(GazetteerError, match="JSON Lines"):
        list(read_list(path))


def test_entities_of_follow_the_money(tmp_path: Path) -> None:
    lines = [FTM, {"id": "o", "schema": "Ownership", "properties": {"owner": ["x1"]}}]
    (entry,) = entries(tmp_path / "entities.ftm.json", "\n".join(map(json.dumps, lines)))
    assert entry.canonical == "Volodymyr Zelensky" and entry.kind is Kind.PERSON
    assert "ゼレンスキー" in entry.spellings


def test_a_dump_of_wikidata_with_its_brackets_and_commas(tmp_path: Path) -> None:
    text = (
        "[\n" + json.dumps(WIKIDATA) + ",\n" + json.dumps({"labels": {"en": "Q", "xx": "q"}, "type": "item"}) + "\n]\n"
    )
    first, second = entries(tmp_path / "dump.json", text)
    assert first == ListEntry("Kyiv", Kind.PLACE, ("Kyiv", "Київ", "Kiev"))
    assert second.canonical == "Q" and second.kind is None
    assert entries(tmp_path / "dump.json", text, lang="uk")[0].canonical == "Київ"


@pytest.mark.parametrize(
    ("text", "canonical", "spelling"), [(TBX, "Volodymyr Zelensky", "Володимир Зеленський"), (TBX_3, "Tokyo", "東京")]
)
def test_both_dialects_of_tbx(text: str, canonical: str, spelling: str, tmp_path: Path) -> None:
    (entry,) = entries(tmp_path / "a.tbx", text)
    assert entry.canonical == canonical and spelling in entry.spellings
    assert entry.kind is (Kind.PERSON if text is TBX else None)


def test_a_packed_list_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(FTM).encode()))
    assert [entry.canonical for entry in read_list(path)] == ["Volodymyr Zelensky"]


def test_an_exported_gazetteer_can_be_imported_again(tmp_path: Path) -> None:
    first = Gazetteer.build(["NATO Secretary General Mark Rutte spoke in Prague. Rutte left."])
    first.save(tmp_path / "a.jsonl")
    again = Gazetteer.from_entries(read_list(tmp_path / "a.jsonl"), tmp_path / "b.gaz")
    assert {name.canonical for name in again.names} == {name.canonical for name in first.names}


# --- hostile and broken


BOMB = '<!DOCTYPE martif [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TBX.replace("<martif", BOMB + "<martif"), "declares an entity"),
        (TBX.replace("<martif", '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><martif'), "declares an entity"),
        (TBX.replace("<martif", '<!DOCTYPE m [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]><martif'), "entity"),
        (TBX[:-20], "not well-formed"),
        ("<html><body>none</body></html>", "no concept of TBX"),
        ("<a>" * 100 + "</a>" * 100, "levels deep"),
        (TBX.replace("Zelenskyy", "x" * 300_000), "letters"),
    ],
    ids=["bomb", "file", "parameter", "torn", "html", "deep", "long"],
)
def test_hostile_xml_is_refused(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=words) as caught:
        entries(tmp_path / "a.tbx", text)
    assert "\n" not in str(caught.value)


def test_a_bad_line_is_reported_and_the_others_are_imported(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.jsonl"
    bad = ["not json", "[1]", '{"kind": "person"}', '{"labels": 3}', "[" * 5000]
    path.write_text("\n".join([*bad, json.dumps(FTM)]), encoding="utf-8")
    errors: list[GazetteerError] = []
    assert len(list(read_list(path, on_error=errors.append))) == 1
    assert [error.place for error in errors] == [f"line {number}" for number in range(1, 6)]
    assert not any("object has no" in str(error) for error in errors)
    result = run("gazetteer", "import", str(path), "--out", str(tmp_path / "names.gaz"))
    assert result.code == 2 and "1 name from 1 list" in result.words and result.words.count("left out") == 5


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"canonical\tkind\n", b"\xff\xfe\x00", b"kind\taliases\nperson\tx\n"]
)
def test_a_list_without_names_leaves_the_old_gazetteer(content: bytes, tmp_path: Path, run: Run) -> None:
    path, out = tmp_path / "a.tsv", tmp_path / "names.gaz"
    path.write_bytes(content)
    out.write_text("old")
    result = run("gazetteer", "import", str(path), "--out", str(out))
    assert result.code == 2 and "error" in result.words and out.read_text() == "old"


def test_an_unknown_format_of_a_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="not a list of names"):
        entries(tmp_path / "a.docx", "PK")
    with pytest.raises(GazetteerError, match="no such file"):
        list(read_list(tmp_path / "nothing.tsv"))


# --- the imported names


def test_surnames_are_those_of_each_script() -> None:
    assert [surname_in_any_script(name) for name in ("Володимир Зеленський", "أنتوني بلينكن", "Rutte", "習近平")] == [
        "Зеленський",
        "بلينكن",
        "Rutte",
        "習近平",
    ]


def test_native_forms_are_aliases_of_the_preferred_spelling(tmp_path: Path, run: Run) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "names.gaz"
    path.write_text(json.dumps(FTM) + "\n" + json.dumps(WIKIDATA) + "\n", encoding="utf-8")
    assert run("gazetteer", "import", str(path), "--out", str(out)).code == 0
    gazetteer = Gazetteer.load(out)
    wanted = {
        "Вчора Зеленський приїхав у Київ.": ["Zelensky", "Kyiv"],
        "Володимир Зеленський приїхав.": ["Volodymyr Zelensky"],
        "昨日、ゼレンスキー大統領が訪れた。": ["Zelensky"],
        "وصل زيلينسكي أمس.": ["Zelensky"],
    }
    for text, targets in wanted.items():
        assert [name.target for name in find_names(text, tgt="en", gazetteer=gazetteer)] == targets, text


def test_a_carriage_return_inside_a_row_is_a_space(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path / "list.csv", "name,kind\nMark\rRutte,person\n")
    assert entry.canonical == "Mark Rutte"


def test_an_unfinished_tag_is_parsed_a_few_times_only() -> None:
    class Counting(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            Counting.reads += 1
            return super().read(size)

    content = (
        b"<tbx x='" + b"y" * 10_000_000 + b"'><termEntry><langSet><term>Ana Sol</term></langSet></termEntry></tbx>"
    )
    stream = cast("io.BufferedReader", Counting(content))
    assert [entry.spellings for entry in terms(Path("a.tbx"), stream, lang="en")] == [("Ana Sol",)]
    assert Counting.reads < 12  # chunks of the usual size would be 153


def test_long_default_attributes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(f"<!DOCTYPE tbx [<!ATTLIST tig x CDATA '{'y' * 2_000}'>]><tbx/>", encoding="utf-8")
    with pytest.raises(GazetteerError, match="declares long default attributes"):
        list(read_list(path))


def _rows_of_one_name(path: Path, count: int) -> list[ListEntry]:
    path.write_text("name,alias\n" + "".join(f"Ana Sol,Ana S{at}\n" for at in range(count)), encoding="utf-8")
    return list(read_list(path))


def test_rows_of_one_name_are_joined(tmp_path: Path) -> None:
    (entry,) = _rows_of_one_name(tmp_path / "a.csv", 3)
    assert entry.spellings == ("Ana S0", "Ana S1", "Ana S2")


PROSE_LINES = (
    "The harbour of Skagen was closed on Monday after a ferry had hit the quay.",
    "Nobody was hurt, said Karen Lund, who heads the port.",
    "“We shall open again before the weekend comes, whatever the weather does.”",
)
OFFICIAL_NAMES = (
    "Office of the High Commissioner for the Protection of the Coasts of the North Sea",
    "International Company for Trading and Contracting in the Gulf of Riga Ltd.",
    "Společnost pro výrobu a prodej nábytku v Praze spol. s r.o.",
)


def test_running_text_is_no_list_of_names(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="looks like running text") as caught:
        entries(tmp_path / "story.txt", "Ferry hits quay\n" + "\n".join(PROSE_LINES))
    assert caught.value.path == str(tmp_path / "story.txt")


def test_long_official_names_are_a_list_even_with_a_sentence_among_them(tmp_path: Path) -> None:
    lines = [*OFFICIAL_NAMES, PROSE_LINES[0]]
    assert [entry.canonical for entry in entries(tmp_path / "bodies.txt", "\n".join(lines))] == lines
