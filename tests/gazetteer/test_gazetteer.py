"""The names that a gazetteer extracts from clean sources, those that it leaves out, and its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.errors import GazetteerError
from repair.core.types import Document, Kind, Name
from repair.gazetteer import Gazetteer, boilerplate
from repair.gazetteer.boilerplate import without_boilerplate
from repair.gazetteer.extract import is_list

FIRST = """Harbour Strike Ends: Eklund

Swedish Prime Minister Sir Gustaf Eklund thanked Mayor Olena Hrytsenko in Odesa on Thursday.
Hrytsenko said the port would open. Eklund flew on to Kyiv with UN envoy Tomoko Arai.
The ministers form the “Alliance of the Patient”, and the Alliance of the Patient will meet again.
Baltic Maritime Institute for Safe Passage experts agreed. “We waited,” Arai told SVT News.
"""
SECOND = """Skip to content

STOCKHOLM – Talks with the mayor of Odessa, Olena Hrytsenko, went well, said G. Eklund and Gustaf Eklund.
The “alliance of the patient” wants more, and Eklund's office in Kiev agreed. JANE ROE/Pool via REUTERS
Image: Title: eklund hrytsenko
+ posts

Opinion

View All

LOUD COLUMNIST to ANGRY VIEWER: Why nothing ever works

The trouble with everything is that it keeps on happening to all of us who…
"""


@given(st.text("aZ. (photo)[]/REUTERS”\n", max_size=60))
def test_a_line_without_a_mark_of_a_credit_has_no_credit(line: str) -> None:
    if boilerplate._CREDIT_MARKS.isdisjoint(line):
        assert boilerplate._CREDIT.search(line) is None


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.build([Document("one", FIRST, "First Post"), Document("two", SECOND, "Second Post")])


def only_name(gazetteer: Gazetteer, surface: str) -> Name:
    (name,) = gazetteer.find(surface)
    return name


def spellings(name: Name, *, short: bool = False) -> dict[str, int]:
    return {alias.surface: alias.count for alias in name.aliases if alias.short is short}


def test_person_has_titles_short_forms_and_initials(gazetteer: Gazetteer) -> None:
    name = only_name(gazetteer, "Gustaf Eklund")
    assert name.kind is Kind.PERSON
    assert name.titles == ("Swedish Prime Minister",)
    assert spellings(name) == {"Gustaf Eklund": 2}
    assert spellings(name, short=True) == {"Eklund": 3, "G. Eklund": 1}
    assert name.count == 6


def test_surname_finds_the_person(gazetteer: Gazetteer) -> None:
    assert only_name(gazetteer, "HRYTSENKO").canonical == "Olena Hrytsenko"
    assert only_name(gazetteer, "arai").titles == ("UN envoy",)


def test_romanisations_of_one_name_are_aliases(gazetteer: Gazetteer) -> None:
    assert only_name(gazetteer, "Kiev") is only_name(gazetteer, "Kyiv")
    assert set(spellings(only_name(gazetteer, "Odesa"))) == {"Odesa", "Odessa"}
    assert only_name(gazetteer, "Odessa").kind is Kind.PLACE


def test_name_with_small_words_and_its_quoted_lower_case(gazetteer: Gazetteer) -> None:
    name = only_name(gazetteer, "Alliance of the Patient")
    assert name.kind is Kind.ORGANISATION
    assert spellings(name) == {"Alliance of the Patient": 2, "alliance of the patient": 1}


def test_an_institution_is_one_name(gazetteer: Gazetteer) -> None:
    assert only_name(gazetteer, "Baltic Maritime Institute for Safe Passage").kind is Kind.ORGANISATION
    assert only_name(gazetteer, "SVT News").kind is Kind.ORGANISATION


@pytest.mark.parametrize(
    "text",
    "Thursday Swedish Prime_Minister Opinion View_All Loud_Columnist Angry_Viewer Jane_Roe Image Title Skip Strike "
    "Harbour_Strike_Ends We Talks Eklund_Hrytsenko Pool".split(),
)
def test_words_that_are_not_names(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text.replace("_", " ")) == ()


def test_provenance_points_into_the_stored_source(gazetteer: Gazetteer) -> None:
    texts = {document.id: document.text for document in gazetteer.sources}
    for name in gazetteer.names:
        for alias in name.aliases:
            for provenance in alias.seen:
                assert (
                    texts[provenance.document_id][provenance.span.start : provenance.span.end].split()
                    == alias.surface.split()
                )
                assert " ".join(alias.surface.split()) in gazetteer.snippet(provenance)
    assert {provenance.source for provenance in only_name(gazetteer, "Olena Hrytsenko").aliases[0].seen} == {
        "First Post",
        "Second Post",
    }


def test_order_and_repetition_of_sources_do_not_matter(gazetteer: Gazetteer, tmp_path: Path) -> None:
    documents = [Document("two", SECOND, "Second Post"), Document("one", FIRST, "First Post")]
    again = Gazetteer.build([*documents, *documents])
    assert again.hash == gazetteer.hash
    for number, each in enumerate((gazetteer, again)):
        each.save(tmp_path / f"{number}.jsonl")
    assert (tmp_path / "0.jsonl").read_bytes() == (tmp_path / "1.jsonl").read_bytes()


def test_saved_and_loaded_is_the_same(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    gazetteer.save(path)
    loaded = Gazetteer.load(path)
    assert loaded.names == gazetteer.names
    assert loaded.sources == gazetteer.sources
    assert loaded.hash == gazetteer.hash
    header = json.loads(path.read_text("utf-8").splitlines()[0])
    assert header["offsets"] == "code points"


def test_hand_edits_are_respected(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    gazetteer.save(path)
    lines = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("canonical") == "Tomoko Arai":
            continue
        if row.get("canonical") == "Gustaf Eklund":
            row["canonical"] = "Gustav Eklund"
            row["aliases"].append("Eklund the Elder")
        lines.append(json.dumps(row))
    lines.insert(3, '{"canonical": "Ama Owusu-Mensah", "kind": "person"}')
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8")
    edited = Gazetteer.load(path)
    assert edited.find("Tomoko Arai") == ()
    assert only_name(edited, "Eklund the Elder").canonical == "Gustav Eklund"
    assert only_name(edited, "Gustaf Eklund").canonical == "Gustav Eklund"
    assert only_name(edited, "Owusu-Mensah").canonical == "Ama Owusu-Mensah"
    assert edited.hash != gazetteer.hash


def test_the_person_who_confirmed_a_name_is_read_from_files_of_earlier_versions(tmp_path: Path) -> None:
    path, confirmed = tmp_path / "names.gaz", Gazetteer.build([]).confirm("Mark Rutte", Kind.PERSON, "Ada")
    confirmed.save(path)
    assert '"confirmed_by": "Ada"' in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("confirmed_by", "vouched_by"), encoding="utf-8")
    assert [name.confirmed_by for name in Gazetteer.load(path).names] == ["Ada"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a gazetteer"),
        (b"Dear reader,\n", "is not a gazetteer"),
        (b"\x00\xff\xfe", "is not a gazetteer"),
        (b"[1]\n", "is not a gazetteer"),
        (b"[" * 100_000, "is not a gazetteer"),
        (b'{"repair": "gazetteer", "version": 1}\n' + b"[" * 100_000, "line 2"),
        (b'{"repair": "gazetteer", "version": 99}\n', "version 99"),
        (b'{"repair": "gazetteer", "version": 1}\n{"canon', "line 2"),
        (b'{"repair": "gazetteer", "version": 1}\n\n{"name": "x"}', "line 3"),
        (b'{"repair": "gazetteer", "version": 1}\n{"canonical": "X", "kind": "planet"}', "line 2"),
        (b'{"repair": "gazetteer", "version": 1}\n{"canonical": 7}', "line 2"),
        (b'{"repair": "gazetteer", "version": 1}\n{"canonical": "X", "aliases": [{"count": 1}]}', "line 2"),
        (b'{"repair": "gazetteer", "version": 1}\n{"id": "a", "text": 1}', "line 2"),
        (
            b'{"repair": "gazetteer", "version": 1}\n{"text": "no id"}',
            "line 2: A field is missing or wrong ('id' is missing)",
        ),
        (
            b'{"repair": "gazetteer", "version": 1}\n{"canonical": "X", "kind": "person", "aliases": [7]}',
            "a part of it has an unexpected form",
        ),
    ],
)
def test_damaged_file_is_named_with_the_line(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(content)
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.load(path)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="repair gazetteer build"):
        Gazetteer.load(tmp_path / "none.jsonl")
    with pytest.raises(GazetteerError, match="repair gazetteer build"):
        Gazetteer.load(tmp_path)


def test_unwritable_place_is_named(gazetteer: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GazetteerError, match="file"):
        gazetteer.save(tmp_path / "file" / "names.jsonl")


def test_plain_list_of_names() -> None:
    gazetteer = Gazetteer.build(["Ingrid Solheim\nUrsula von der Leyen\nBank of Japan\nReading\nLom"])
    assert {name.canonical for name in gazetteer.names} == {
        "Ingrid Solheim",
        "Ursula von der Leyen",
        "Bank of Japan",
        "Reading",
        "Lom",
    }
    assert only_name(gazetteer, "Bank of Japan").kind is Kind.ORGANISATION


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Ingrid Solheim", True),
        ("Acme Inc.\nBank of Japan", True),
        ("Mayor says trains will come", False),
        ("The mayor of Oslo resigned.", False),
        ("Ingrid Solheim\nThe mayor of Oslo resigned.", False),
        ("", False),
    ],
)
def test_a_list_is_distinguished_from_a_text(text: str, verdict: bool) -> None:
    assert is_list(text) is verdict


def test_surname_of_two_people_goes_to_the_one_named_last_before_it() -> None:
    text = "Anna Berg came. Berg sang. Then Karl Berg came. Berg danced, and Berg left."
    gazetteer = Gazetteer.build([text])
    shorts = {name.canonical: spellings(name, short=True) for name in gazetteer.find("Berg")}
    assert shorts == {"Anna Berg": {"Berg": 1}, "Karl Berg": {"Berg": 2}}


def test_surname_alone_in_another_source_goes_to_the_only_bearer() -> None:
    gazetteer = Gazetteer.build(["Minister Olena Hrytsenko spoke.", "We saw Hrytsenko, and Hrytsenko saw us."])
    assert spellings(only_name(gazetteer, "Hrytsenko"), short=True) == {"Hrytsenko": 2}


def test_place_is_not_taken_for_a_surname_of_somebody() -> None:
    gazetteer = Gazetteer.build(["Actor Jack London lives near the sea. He flew to London on Monday."])
    assert {name.canonical: name.kind for name in gazetteer.find("London")} == {"London": Kind.PLACE}


def test_line_in_capitals_joins_the_name_in_ordinary_case() -> None:
    gazetteer = Gazetteer.build(
        ["OLENA HRYTSENKO SPEAKS\n\nMayor Olena Hrytsenko spoke at length to the city council."]
    )
    assert spellings(only_name(gazetteer, "Olena Hrytsenko"))["Olena Hrytsenko"] >= 1
    assert only_name(gazetteer, "olena hrytsenko").canonical == "Olena Hrytsenko"


@pytest.mark.parametrize(
    "line",
    [
        "OLENA HRYTSENKO: The council has never asked us about the tram.",
        "The tram stays, says OLENA HRYTSENKO, who lives beside it.",
        "VARNA - OLENA HRYTSENKO, HOST: Good evening from the harbour.",
    ],
)
def test_a_person_in_capitals_within_prose_gets_ordinary_case(line: str) -> None:
    assert only_name(Gazetteer.build([line]), "Olena Hrytsenko").canonical == "Olena Hrytsenko"


@pytest.mark.parametrize("name", ["RIA NOVOSTI", "BBC NEWS", "HTC VIVE", "JK HRYTSENKO", "VARNA HARBOUR"])
def test_other_names_in_capitals_within_prose_stay(name: str) -> None:
    names = Gazetteer.build([f"The tram stays, {name} said on Monday, and many people were pleased."]).names
    assert not any(char.islower() for each in names for char in each.canonical)


def test_confirming_a_name_does_not_change_the_first_gazetteer(gazetteer: Gazetteer) -> None:
    confirmed = gazetteer.confirm("Gustav Eklund", Kind.PERSON, "desk")
    assert gazetteer.find("Gustav Eklund") == ()
    assert only_name(confirmed, "Gustav Eklund").confirmed_by == "desk"
    alias = confirmed.confirm("Olena Hrytsenko", Kind.PERSON, "desk")
    assert only_name(alias, "Hrytsenko").confirmed_by == "desk"
    assert only_name(alias, "Hrytsenko").id == only_name(gazetteer, "Hrytsenko").id
    assert len(alias.names) == len(gazetteer.names) + 1


def test_ids_find_their_names(gazetteer: Gazetteer) -> None:
    assert all(gazetteer.name(name.id) is name for name in gazetteer.names)
    assert gazetteer.name("nobody") is None
    assert len({name.id for name in gazetteer.names}) == len(gazetteer.names)


def test_no_sources_make_an_empty_gazetteer(tmp_path: Path) -> None:
    empty = Gazetteer.build([])
    empty.save(tmp_path / "empty.jsonl")
    assert Gazetteer.load(tmp_path / "empty.jsonl").names == ()


def test_progress_is_reported() -> None:
    counts: list[int] = []
    Gazetteer.build(["One text of Oslo.", "Another text of Bergen."], progress=counts.append)
    assert counts == [1, 2]


def test_boilerplate_is_removed_and_prose_is_kept() -> None:
    body = "The minister of transport said on Monday that every train in the country would be on time by the spring."
    page = (
        f"Skip to content\nHome World Trains will run\nTrains will run\n{body}\nRelated\nTen best trains...\n{body} So."
    )
    assert without_boilerplate(page).split("\n") == ["Trains will run", body, f"{body} So."]


def test_the_wrong_form_that_a_source_corrects_is_no_name() -> None:
    story = "Judge Ada Vexley stopped the sale of the mill on Monday. Bo Merten, the miller, thanked Vexley."
    note = "Correction: An earlier version misspelt the judge's name as Ada Wexler. It is Vexley, not Wexler."
    gazetteer = Gazetteer.build([f"{story}\n{note}"])
    assert gazetteer.find("Ada Vexley") and gazetteer.find("Bo Merten")
    assert not gazetteer.find("Ada Wexler") and not gazetteer.find("Wexler")


def test_a_caption_in_a_sentence_is_kept_and_a_credit_is_removed() -> None:
    page = "Photo: Ada Vexley (left) with Bo Merten in Bergen. Ann Vos/AFP\nPhoto: B. Lind/AFP\nImage: Agency One\nEnd."
    assert without_boilerplate(page).split("\n") == ["Photo: Ada Vexley (left) with Bo Merten in Bergen.", "End."]


@pytest.mark.parametrize(
    "caption",
    [
        "Photo: The U.S. envoy Ada Vexley (left) with Bo Merten in Bergen.",
        "Image caption: Mr. Bo Merten and Ms. Ada Vexley in front of St. Olav in Bergen.",
        "File photo: J. R. Merten and Prof. A. Vexley waving to the crowd.",
        "Photo: Ada Vexley and Bo Merten during their visit to the U.S.",
        "Caption: Bo Merten ran 3.5 miles with Ada Vexley (“a friend.”)",
    ],
)
def test_a_caption_with_an_abbreviation_is_kept(caption: str) -> None:
    assert without_boilerplate(f"Share\n{caption}") == caption


@pytest.mark.parametrize(
    "credit",
    [
        "Photo: B. Lind",
        "Photo: Mr. B. Lind/AFP",
        "Image credit: U.S. Navy",
        "Photo: J. R. Lind, Agency One, St. Olav",
        "Tags: photo: Mr. Bo Merten swam with Ada Vexley in Bergen.",
    ],
)
def test_a_credit_with_an_abbreviation_is_removed(credit: str) -> None:
    assert without_boilerplate(f"The mill closed.\n{credit}") == "The mill closed."


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="Ab .\nÉ\ud800\u200f\x00Rutte's“”,", max_size=60), max_size=3))
def test_any_text_can_be_a_source(texts: list[str]) -> None:
    gazetteer = Gazetteer.build(texts)
    assert gazetteer.hash == Gazetteer.build(texts[::-1]).hash


@pytest.mark.parametrize("kept", [0, 60, 10**6])
def test_the_names_do_not_depend_on_how_many_texts_are_kept_in_memory(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["Prime Minister Keir Starmer met Mark Rutte.", "Mark Rutte\nKaja Kallas", "Kaja Kallas met Keir Starmer."]
    expected = Gazetteer.build(texts).names
    monkeypatch.setattr("repair.gazetteer.extract._MOST_KEPT", kept)
    assert Gazetteer.build(texts).names == expected


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("According to the Herald, the ferry was sold.", {"Herald"}),
        ("They saw the film Navigator on the ferry.", {"Navigator"}),
        ("The ferry was sold, says Mr. Mr, the Minister does not know.", set()),  # forms of address and titles
        ("Navigator lights were lit on the ferry.", set()),  # the capital of a sentence
    ],
)
def test_a_word_with_a_capital_after_one_in_lower_case_is_a_name(source: str, names: set[str]) -> None:
    found = {name.canonical for name in Gazetteer.build([Document("a", source)]).names}
    assert found == names
