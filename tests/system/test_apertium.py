"""Apertium itself, where it is installed: which pairs it has, which names it keeps, and whole stories through it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench_translate import measure
from engine_fixtures import FORMS, NAMES, SENTENCE, needs_apertium

from repair.core.errors import EngineError
from repair.core.types import Document
from repair.formats import parse
from repair.training.synthesize import SynthesisOptions, synthesize
from repair.translation.engines import Apertium
from repair.translation.translator import Translator

pytestmark = needs_apertium

STORY = Path(__file__).parents[2] / "samples" / "sources" / "paris-agency.txt"


@pytest.fixture(scope="module")
def apertium() -> Apertium:
    """Return the real engine, which caches the names that it keeps."""
    return Apertium.open()


def test_apertium_translates_each_sentence_as_it_does_alone(apertium: Apertium) -> None:
    sentences = [
        "El gato duerme mucho.",
        "",
        "¿Quién viene\nmañana?",
        "No hay punto",
        "Pedro [sic] dijo {eso} ^hoy$ a/b.",
    ]
    together = apertium.translate(sentences, "es", "en")
    assert together == [apertium.translate([sentence], "es", "en")[0] for sentence in sentences]
    assert together[0] == "The cat sleeps a lot."
    assert together[1] == ""
    assert "\n" not in together[2]


def test_apertium_offers_names_that_it_keeps_before_words_it_cannot_know(apertium: Apertium) -> None:
    first, last = apertium.masks("es", "en")
    assert first.name == "stand-in" and len(first.people) >= 8 and len(first.places) >= 8
    assert last.name == "unknown word" and not set(last.people) & set(first.people)


def test_apertium_names_the_pairs_it_has_when_asked_for_another(apertium: Apertium) -> None:
    with pytest.raises(EngineError, match=r"no pair from ja to en here \(it has .*es-en"):
        apertium.translate(["x"], "ja", "en")


@pytest.mark.parametrize(
    ("src", "tgt", "text", "came"),
    [
        ("es", "en", SENTENCE, "Ayer vino"),
        ("en", "es", "Dolores Delgado met Juan Guerra and Consuelo Casas in La Paz.", "Yesterday came"),
    ],
)
@pytest.mark.parametrize("name", FORMS)
def test_apertium_keeps_all_four_names_in_every_form(
    apertium: Apertium, src: str, tgt: str, text: str, came: str, name: str
) -> None:
    form = FORMS[name].replace("{{", "{").replace("}}", "}") if name == "a.json" else FORMS[name]
    source_document = parse(name, form.replace("{}", text).replace("Ayer vino", came).encode())
    done = Translator(apertium).translate(source_document, src=src, tgt=tgt)
    source_document.write_verified(done.edits)
    assert [done.text.count(name) for name in NAMES] == [1, 2, 1, 1]
    assert text.split()[2] not in done.text and came.split()[0] not in done.text
    assert not done.suggestions


def test_apertium_translates_the_rest_as_it_would_with_names_it_knows(apertium: Apertium) -> None:
    done = Translator(apertium).translate(parse("a.txt", SENTENCE.encode()), src="es", tgt="en")
    (expected,) = apertium.translate(["Elena se reunió con Carlos y Laura en Madrid."], "es", "en")
    pairs = zip(("Elena", "Carlos", "Laura", "Madrid"), NAMES, strict=True)
    for stand_in, name in pairs:
        expected = expected.replace(stand_in, name)
    assert done.text == expected


def test_apertium_keeps_almost_every_name_of_sentences_nobody_picked(apertium: Apertium) -> None:
    for language_pair in (("es", "en"), ("en", "es")):
        figures = measure(apertium, *language_pair, count=40, seed=7)
        assert figures["plain Apertium"][0] < 0.8
        assert figures["`repair translate --gazetteer`"][0] > 0.99
        assert figures["`repair translate`, names by their shape"][0] > 0.95


def test_a_story_goes_through_apertium_and_back(apertium: Apertium) -> None:
    document = Document("paris", STORY.read_text(encoding="utf-8"), STORY.name)
    item = synthesize(document, SynthesisOptions("es"), apertium)
    assert item == synthesize(document, SynthesisOptions("es"), apertium)
    assert item.text != document.text and "\n\n" in item.text
