"""Stories are translated in their format: names, markup and white space stay, and doubts are reported."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from engine_fixtures import FORMS, KEPT, NAMES, SENTENCE, Dying, Silent, Words
from hypothesis import given
from hypothesis import strategies as st

from repair.core.errors import EngineError
from repair.core.types import Action, Span
from repair.formats import parse
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer
from repair.translation.engines import Engine
from repair.translation.segments import _split_lines
from repair.translation.translator import SOURCE_NAME, Translated, Translator


def translated(text: str, engine: Engine | None = None, *, name: str = "a.txt", **more: object) -> Translated:
    source_document = parse(name, text.encode())
    done = Translator(engine or Words(), **more).translate(source_document, src="es", tgt="en")  # type: ignore[arg-type]
    assert source_document.write_verified(done.edits).decode()
    return done


def written(text: str, engine: Engine | None = None, *, name: str) -> str:
    """Return the file ``name`` that holds ``text``, translated."""
    source_document = parse(name, text.encode())
    return source_document.write_verified(
        Translator(engine or Words()).translate(source_document, src="es").edits
    ).decode()


@pytest.mark.parametrize("name", FORMS)
def test_names_survive_in_every_format_and_everything_else_keeps_its_place(name: str) -> None:
    form = FORMS[name].replace("{{", "{").replace("}}", "}") if name == "a.json" else FORMS[name]
    result = written(form.replace("{}", SENTENCE), name=name)
    assert result == form.replace("{}", KEPT).replace("Ayer vino", "Yesterday came")


def test_white_space_between_sentences_stays_as_it_was() -> None:
    assert translated(f"{SENTENCE}  Ayer vino.\n\n\n\tAyer.\n").text == f"{KEPT}  Yesterday came.\n\n\n\tYesterday.\n"


def test_wrapped_text_is_translated_by_the_sentence_and_wrapped_again() -> None:
    text = "Dolores Delgado se reunió con Juan\nGuerra y Consuelo Casas en\nLa Paz y dijo que\nno vino ayer.\n"
    done = translated(text)
    assert " ".join(done.text.split()) == KEPT.rstrip(".") + " and said that not came yesterday."
    assert done.text.count("\n") == 4 and len(done.placements) == 4


# --- sentences that run over tags


def test_a_sentence_over_tags_goes_to_the_engine_whole() -> None:
    engine = Words()
    html = "<p><b>Dolores Delgado</b> se reunió con <a href='x'>Juan Guerra</a> en <i>La Paz</i>.</p>"
    assert written(html, engine, name="a.html") == (
        "<p><b>Dolores Delgado</b> met with <a href='x'>Juan Guerra</a> in <i>La Paz</i>.</p>"
    )
    assert engine.requested == ["Pedro se reunió con Carlos en Lima."]


def test_a_sentence_whose_tags_hold_no_names_goes_piece_by_piece() -> None:
    engine = Words()
    html = "<p>Ayer vino <b>el alcalde de</b> Londres y habló Juan Guerra.</p>"
    assert written(html, engine, name="a.html") == (
        "<p>Yesterday came <b>the mayor of</b> London and spoke Juan Guerra.</p>"
    )
    assert len(engine.requested) == 3


class Turning(Words):
    """Reverses the words of a sentence."""

    def translate_one(self, sentence: str) -> str:
        return " ".join(reversed(sentence.split()))


def test_a_translation_that_names_them_in_another_order_is_not_forced_into_the_tags() -> None:
    html = "<p><b>Dolores Delgado</b> vio a <i>Juan Guerra</i> ayer</p>"
    assert written(html, Turning(), name="a.html") == "<p><b>Dolores Delgado</b> a vio <i>Juan Guerra</i> ayer</p>"


def test_a_tag_around_a_longer_name_keeps_it_whole() -> None:
    html = "<p>Ayer vino Juan Guerra.</p><p>Ayer vino <b>Voldy Mie Guerra</b> en Londres.</p>"
    assert "Yesterday came <b>Voldy Mie Guerra</b> in London." in written(html, name="a.html")


# --- lines of captions and of the wire

SRT = "1\n00:00:01,000 --> 00:00:02,000\nDolores Delgado se reunió con Juan\n\n2\n00:00:02,000 --> 00:00:03,000\n"


def test_a_sentence_over_captions_goes_to_the_engine_whole_and_a_name_stays_in_one(captioned: Words) -> None:
    result = written(
        SRT + "Guerra y Consuelo Casas en\nLa Paz. <i>Ayer vino</i>\n- No\n- Ayer\n", captioned, name="a.srt"
    )
    assert result == (
        SRT.replace("se reunió con Juan", "met with Juan Guerra")
        + "and Consuelo Casas in\nLa Paz. <i>Yesterday came</i>\n- Not\n- Yesterday\n"
    )
    assert captioned.requested[0] == "Pedro se reunió con Carlos y Elena en Lima."


@pytest.fixture
def captioned() -> Words:
    """Return an engine for captions."""
    return Words()


def test_the_lines_of_a_wire_message_stay_as_many_and_the_sentence_is_translated_whole() -> None:
    engine = Words()
    wire = "\x01a0042\x02^Ayer vino<\r\n   {}\r\n{}\r\n{}.\r\n\x03\x04"
    result = written(
        wire.format("Dolores Delgado se reunió con Juan", "Guerra y Consuelo", "Casas"), engine, name="a.anpa"
    )
    assert result == wire.replace("Ayer vino", "Yesterday came").format(
        "Dolores Delgado met with Juan Guerra", "and", "Consuelo Casas"
    )
    assert "Pedro se reunió con Carlos y Elena." in engine.requested


def test_a_translation_of_fewer_words_than_lines_goes_line_by_line() -> None:
    wire = "\x01a0042\x02   {}\r\n{}\r\n{}\r\n\x03\x04"
    assert written(wire.format("zzz", "zzz", "zzz"), Short(), name="a.anpa") == wire.format("zzz", "zzz", "zzz")


class Short(Words):
    """Translates a sentence with spaces into a single word."""

    def translate_one(self, sentence: str) -> str:
        return "all" if " " in sentence else sentence


@given(st.text(alphabet="ab ", min_size=1, max_size=60), st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_a_translation_is_distributed_to_its_lines_without_losing_a_word(text: str, lengths: list[int]) -> None:
    text, pieces, at = " ".join(text.split()) or "a", [], 0
    for length in lengths:
        pieces.append(Span(at, at + length))
        at += length + 1
    lines = _split_lines(text, pieces, [])
    if lines is None:
        assert text.count(" ") < len(lengths) - 1
    else:
        assert len(lines) == len(lengths) and " ".join(lines) == text and all(lines)


# --- what goes wrong


def test_a_lost_name_is_flagged_in_its_sentence() -> None:
    done = translated(f"Ayer vino.\n\n{SENTENCE}\n", Silent())
    assert done.text == "Nothing at all.\n\nNothing at all.\n"
    assert [suggestion.alternatives[0].text for suggestion in done.suggestions] == list(NAMES)
    for suggestion in done.suggestions:
        assert suggestion.action is Action.FLAG and suggestion.span.start == 17
        assert suggestion.reasons[0].key == SOURCE_NAME


def test_without_protection_the_names_are_translated() -> None:
    text = translated(SENTENCE, protect=False).text
    assert text == "Pains Thin met with Juan War and Comfort Houses in The Peace."


def test_the_same_language_twice_is_refused() -> None:
    with pytest.raises(EngineError, match="--from and --to are both 'es'"):
        Translator(Words()).translate(parse("a.txt", b"x"), src="spa", tgt="es")


def test_a_suggestion_for_the_draft_names_the_form_of_the_original() -> None:
    gazetteer = Gazetteer.build(
        [
            "Yesterday British Prime Minister Keir Starmer spoke in London. "
            "Keir Starmer met Mark Rutte of NATO in London."
        ]
    )
    repairer = Repairer(gazetteer)
    engine = Words()
    text = "Ayer British Prime Minister Kiel Starmer habló in London. Keir Starmer met Mark Rutte of NATO."
    done = Translator(engine, gazetteer=gazetteer, repairer=repairer).translate(
        parse("a.txt", text.encode()), src="es", tgt="en"
    )
    assert "Mark Rutte" in done.text and done.placements
    assert all(suggestion.surface != "Mark Rutte" for suggestion in done.suggestions)
    assert done.text.startswith("Yesterday British")


# --- the command


@pytest.fixture
def words_engine(monkeypatch: pytest.MonkeyPatch) -> Words:
    """Make `--engine words` select the engine of these tests."""
    import repair.translation.engines

    engine = Words()
    monkeypatch.setattr(repair.translation.engines, "open_engine", lambda spec, limits=None: engine)
    return engine


def run(*arguments: str) -> int:
    from repair.cli.app import main

    with pytest.raises(SystemExit) as end:
        main(["translate", *arguments])
    return int(end.value.code or 0)


class Accented(Words):
    """Translates everything into letters that a seven-bit message lacks."""

    def translate_one(self, sentence: str) -> str:
        return "Él cumplió."


def test_a_wire_message_of_7_bits_is_written_in_utf_8_where_the_translation_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("repair.translation.engines.open_engine", lambda spec, limits=None: Accented())
    copy = tmp_path / "a.anpa"
    copy.write_bytes(b"\x01a0042\x02   He came.\r\n\x03\x04")
    assert run(str(copy), "--from", "en", "--to", "es", "--engine", "x", "--out", str(tmp_path / "out")) == 0
    assert (tmp_path / "out" / "a.anpa").read_bytes() == "\x01a0042\x02   Él cumplió.\r\n\x03\x04".encode()
    assert "written in UTF-8" in capsys.readouterr().err


def test_every_record_of_an_archive_is_translated(words_engine: Words, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    rows = [json.dumps({"id": number, "text": SENTENCE}) for number in range(3)]
    (copy / "a.jsonl").write_text("\n".join([*rows, "not json", *rows]) + "\n")
    (copy / "a.txt.gz").write_bytes(gzip.compress(SENTENCE.encode()))
    (copy / "a.csv").write_text(f'id,text\n1,"{SENTENCE}"\n')
    out = tmp_path / "out"
    paths = [str(copy / name) for name in ("a.jsonl", "a.txt.gz", "a.csv")]
    assert run(*paths, "--from", "es", "--engine", "words", "--out", str(out)) == 2  # one record is reported
    lines = (out / "a.jsonl").read_text().splitlines()
    assert [json.loads(line)["text"] for line in lines if line != "not json"] == [KEPT] * 6
    assert lines[3] == "not json"
    assert gzip.decompress((out / "a.txt.gz").read_bytes()).decode() == KEPT
    assert KEPT in (out / "a.csv").read_text()


def test_an_engine_that_crashes_leaves_no_partial_copy_and_is_not_used_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import repair.translation.engines

    monkeypatch.setattr(repair.translation.engines, "open_engine", lambda spec, limits=None: Dying(3))
    copy = tmp_path / "copy"
    copy.mkdir()
    for number in range(7):
        (copy / f"{number}.txt").write_text("Ayer vino.\n")
    out = tmp_path / "out"
    assert run(str(copy), "--from", "es", "--engine", "words", "--out", str(out)) == 2
    errors = capsys.readouterr().err
    assert errors.count("The engine died") == 3 and "so 1 file is left untranslated" in errors
    assert sorted(path.name for path in out.glob("*.*")) == [".repair", "0.txt", "1.txt", "2.txt"]
    assert all(path.read_text() == "Yesterday came.\n" for path in out.glob("*.txt"))
    assert all(path.read_text() == "Ayer vino.\n" for path in copy.iterdir())


def test_doubtful_places_wait_for_review(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy")
    import repair.translation.engines
    from repair.decisions.store import DatabaseStore
    from repair.review.queue_files import read_queue_file

    monkeypatch.setattr(repair.translation.engines, "open_engine", lambda spec, limits=None: Silent())
    copy, out = tmp_path / "a.txt", tmp_path / "out"
    copy.write_text(SENTENCE + "\n")
    assert run(str(copy), "--from", "es", "--engine", "words", "--out", str(out)) == 0
    queue = out / ".repair" / "translated.jsonl"
    again = queue.read_text()
    assert run(str(copy), "--from", "es", "--engine", "words", "--exit-code", "--out", str(out)) == 1
    assert queue.read_text() == again  # translating the same copy again gives the same queue
    troubles: list[Exception] = []
    with DatabaseStore(str(tmp_path / "review.sqlite")) as store:
        came = read_queue_file(store, queue, again, limit=10_000, on_error=troubles.append)
    assert not troubles and came.stories == 1 and came.suggestions >= 1


def test_an_original_is_never_written_over(words_engine: Words, tmp_path: Path) -> None:
    copy = tmp_path / "a.txt"
    copy.write_text(SENTENCE)
    assert run(str(copy), "--from", "es", "--engine", "words", "--out", str(tmp_path)) == 2
    assert copy.read_text() == SENTENCE


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--engine", "apertium"], "The language of the copy is missing"),
        (["--from", "es"], "There is no engine"),
        (["--from", "es", "--engine", "nothing/there"], "is not an engine"),
    ],
)
def test_a_missing_option_is_asked_for(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "a.txt"
    copy.write_text("x")
    assert run(str(copy), *arguments, "--out", str(tmp_path / "out")) == 2
    assert words in capsys.readouterr().err


def test_a_translation_replaces_no_file_that_was_not_translated(
    tmp_path: Path, words_engine: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, out = tmp_path / "a.txt", tmp_path / "out"
    copy.write_text("Uno.", encoding="utf-8")
    command = (str(copy), "--from", "es", "--engine", "words", "--out", str(out))
    assert run(*command) == run(*command) == 0
    (out / "a.txt").write_text("An editor went on writing here.", encoding="utf-8")
    assert run(*command) == 2
    assert "`repair` did not write" in capsys.readouterr().err
    assert (out / "a.txt").read_text(encoding="utf-8") == "An editor went on writing here."


def test_a_translation_over_its_copy_is_refused_without_the_hint_of_other_commands(
    tmp_path: Path, words_engine: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "a.txt"
    copy.write_text("Uno.", encoding="utf-8")
    assert run(str(copy), "--from", "es", "--engine", "words", "--out", str(tmp_path)) == 2
    error = capsys.readouterr().err
    assert "Give another folder to --out." in error and "--in-place" not in error
    assert copy.read_text(encoding="utf-8") == "Uno."
