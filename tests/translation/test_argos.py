"""Argos Translate, replaced by a module with its interface: language pairs, names, and errors."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import ModuleType

import pytest
from conftest import Run
from engine_fixtures import KEPT, SENTENCE, Words

from repair.core.errors import EngineError
from repair.formats import parse
from repair.translation.engines import list_engines, open_engine
from repair.translation.translator import Translator


@dataclass
class FakeTranslation:
    fails: bool = False
    words: Words = field(default_factory=Words)

    def translate(self, text: str) -> str:
        if self.fails:
            raise KeyError("tokenizer")
        return self.words.translate([text], "es", "en")[0]


@dataclass
class FakeLanguage:
    code: str
    into: dict[str, FakeTranslation]

    def get_translation(self, other: FakeLanguage) -> FakeTranslation | None:
        return self.into.get(other.code)


def install(monkeypatch: pytest.MonkeyPatch, *, pairs: bool = True, fails: bool = False) -> None:
    languages = [FakeLanguage("es", {"en": FakeTranslation(fails)} if pairs else {}), FakeLanguage("en", {})]
    package, module = ModuleType("argostranslate"), ModuleType("argostranslate.translate")
    module.__dict__.update(get_installed_languages=lambda: languages)
    package.__dict__.update(translate=module)
    monkeypatch.setitem(sys.modules, "argostranslate", package)
    monkeypatch.setitem(sys.modules, "argostranslate.translate", module)


def test_names_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)
    engine = open_engine("argos")
    assert Translator(engine).translate(parse("a.txt", SENTENCE.encode()), src="es", tgt="en").text == KEPT
    assert [each.details for each in list_engines() if each.name == "argos"] == ["es-en"]
    with pytest.raises(EngineError, match="cannot translate from en to es here"):
        engine.translate(["x"], "en", "es")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "argostranslate", None)
    with pytest.raises(EngineError, match="pip install argostranslate"):
        open_engine("argos")
    install(monkeypatch, pairs=False)
    with pytest.raises(EngineError, match="argospm install"):
        open_engine("argos")
    install(monkeypatch, fails=True)
    with pytest.raises(EngineError, match="tokenizer"):
        open_engine("argos").translate(["x"], "es", "en")


def test_translation_goes_to_standard_output_without_a_folder(
    run: Run, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch)
    with open("a.html", "w", encoding="utf-8") as file:
        file.write(f"<!DOCTYPE html><html><body><p>{SENTENCE}</p></body></html>")
    result = run("translate", "a.html", "--from", "es", "--engine", "argos")
    assert result.code == 0, result.words
    assert result.text == f"<!DOCTYPE html><html><body><p>{KEPT}</p></body></html>"
    assert "a.html: 4 names" in result.words


def test_without_an_engine_the_message_says_what_to_install_for_which_languages(run: Run) -> None:
    words = run("translate", "a.txt", "--from", "es").words
    assert "translate-es_en" in words and "--engine argos" in words and "apertium" in words


def test_every_command_with_settings_shows_them(run: Run) -> None:
    for command in ("suggest", "explain", "clean", "translate", "garble"):
        result = run(command, "--show-config")
        assert result.code == 0 and "max_bytes" in result.text, (command, result.words)


def test_a_language_without_corruptions_is_refused(run: Run) -> None:
    with open("a.txt", "w", encoding="utf-8") as file:
        file.write("Ann Vex spoke.")
    result = run("garble", "a.txt", "--through", "xx")
    assert result.code == 2 and "--through" in result.words and "ja" in result.words
