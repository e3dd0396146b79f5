"""Properties of a repairer: its suggestions fit the text, are the same each time, and leave right names alone."""

from __future__ import annotations

import gc
import json
import shutil
import unicodedata
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, ORCHARD, plain_repairer, repairer
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from repair.core.edits import apply, edits_of
from repair.core.errors import ModelError
from repair.core.resources import shipped_model
from repair.core.types import Action, Document, Kind, Outcome, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.options import Options
from repair.pipeline.ranking.ranking_model import MODELS
from repair.pipeline.repairer import Repairer

PROPOSED = (Action.APPLY, Action.REVIEW)
MARKS = "\x00\x07\x1b\x7f\u200f\u202e\u2066\u200d\ufeff\ufffd\ud800\udfff\u0301\u0307😀🏗️９٣\r\n\t '’-–.,"
WORDS = (
    "Torsten Vikrander Wiklander Wicklander TORSTEN VIKRANDER Haparanda Haparandy Minister Swedish Sweden Monday the "
    "bridge ferry opened sold of and van Vik Rander Wik lander's O'Vikrander Vikrander-Odda 412 Zürich Łódź كييف 東京"
).split()
PIECES = st.one_of(
    st.sampled_from(WORDS), st.sampled_from([". ", "\n", ", ", "“", "”", " "]), st.text(MARKS, max_size=3)
)
COPIES = st.lists(PIECES, max_size=30).map(" ".join)


def check_suggestions(copy: str, suggestions: tuple[Suggestion, ...]) -> None:
    """Check the properties of any suggestions for any text."""
    end = 0
    for suggestion in suggestions:
        assert copy[suggestion.span.start : suggestion.span.end] == suggestion.surface
        assert suggestion.surface
        assert end <= suggestion.span.start < suggestion.span.end
        end = suggestion.span.end
        assert suggestion.confidence is None or 0.0 <= suggestion.confidence <= 1.0
        assert (suggestion.replacement is None) is (suggestion.action is Action.FLAG) is (suggestion.confidence is None)
        assert suggestion.replacement != suggestion.surface
        before = copy[: suggestion.span.start]
        assert (suggestion.line, suggestion.column) == (
            before.count("\n") + 1,
            len(before) - (before.rfind("\n") + 1) + 1,
        )
    assert len({suggestion.id for suggestion in suggestions}) == len(suggestions)


@settings(max_examples=100, deadline=None)
@given(COPIES)
@example("")
@example(" \n\n\t")
@example("\ud800")
@example("Torsten \udfffVikrander opened it.")
@example(unicodedata.normalize("NFD", "Müller-Ångström met Torsten Vikrånder in Łódź."))
@example("Vikrander " * 60)
@example("".join(MARKS) * 3)
@example("😀Vikrander😀 Torsten\u202eVikrander\u202c opened")
def test_suggestions_for_any_text_fit_it(copy: str) -> None:
    shipped = plain_repairer(*BRIDGE)
    suggestions = shipped.suggest(copy)
    check_suggestions(copy, suggestions)
    assert shipped.suggest(copy) == suggestions
    apply(copy, edits_of(copy, suggestions, actions=PROPOSED))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_characters_are_accepted(copy: str) -> None:
    check_suggestions(copy, plain_repairer(*BRIDGE).suggest(copy))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(COPIES, max_size=2), COPIES)
def test_any_sources_are_accepted(sources: list[str], copy: str) -> None:
    gazetteer = Gazetteer.build(sources)
    check_suggestions(copy, plain_repairer().with_gazetteer(gazetteer).suggest(copy))


@settings(max_examples=40, deadline=None)
@given(st.permutations(["Torsten", "Wiklander", "Haparanda", "Minister", "opened", "the", "bridge", "at", ".", "\n"]))
def test_a_copy_of_the_sources_names_is_left_alone(words: list[str]) -> None:
    copy = " ".join(words)
    assert [suggestion for suggestion in plain_repairer(*BRIDGE).suggest(copy) if suggestion.replacement] == []


@pytest.mark.parametrize("text", [*BRIDGE, *ORCHARD, *(text.upper() for text in BRIDGE)])
def test_a_source_as_its_own_copy_is_left_alone(text: str) -> None:
    assert [suggestion for suggestion in repairer(*BRIDGE, *ORCHARD).suggest(text) if suggestion.replacement] == []


@settings(max_examples=40, deadline=None)
@given(COPIES)
@example(BRIDGE_COPY)
def test_what_was_repaired_is_not_repaired_again(copy: str) -> None:
    shipped = plain_repairer(*BRIDGE)
    suggestions = shipped.suggest(copy)
    edits = edits_of(copy, suggestions, actions=PROPOSED)
    after = apply(copy, edits)
    pieces, shift = [], 0
    for edit in edits:
        pieces.append((edit.span.start + shift, edit.span.start + shift + len(edit.after)))
        shift += len(edit.after) - len(edit.before)
    again = [(s.span.start, s.span.end) for s in shipped.suggest(after) if s.replacement]
    assert not [(new, old) for new in again for old in pieces if new[0] < old[1] and old[0] < new[1]]


def test_the_story_of_the_bridge() -> None:
    suggestions = repairer(*BRIDGE, *ORCHARD).suggest(BRIDGE_COPY)
    fixed = apply(BRIDGE_COPY, edits_of(BRIDGE_COPY, suggestions, actions=PROPOSED))
    assert fixed == BRIDGE_COPY.replace("Vikrander", "Wiklander")


def test_without_sources_nothing_is_proposed() -> None:
    assert [suggestion for suggestion in repairer().suggest(BRIDGE_COPY) if suggestion.replacement] == []


def test_sources_of_another_story_propose_nothing() -> None:
    assert [suggestion for suggestion in repairer(*ORCHARD).suggest(BRIDGE_COPY) if suggestion.replacement] == []


def test_eight_threads_give_the_suggestions_of_one() -> None:
    shipped = plain_repairer().with_gazetteer(Gazetteer.build([*BRIDGE, *ORCHARD]))  # nothing cached yet
    copies = [BRIDGE_COPY, ORCHARD[0], BRIDGE_COPY.replace("Vikrander", "Wikranda"), BRIDGE_COPY.upper(), ""] * 4
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(shipped.suggest, copies))
    alone = plain_repairer(*BRIDGE, *ORCHARD)
    assert together == [alone.suggest(copy) for copy in copies]
    assert together == list(shipped.suggest_all(copies))


def test_texts_and_documents_are_both_accepted() -> None:
    shipped = repairer(*BRIDGE)
    as_document = shipped.suggest(Document("desk/7", BRIDGE_COPY))
    assert {suggestion.document_id for suggestion in as_document} == {"desk/7"}
    spans = [(suggestion.span, suggestion.replacement) for suggestion in as_document]
    assert spans == [(suggestion.span, suggestion.replacement) for suggestion in shipped.suggest(BRIDGE_COPY)]


def test_the_thresholds_decide_what_is_suggested_and_applied() -> None:
    shipped = repairer(*BRIDGE)
    suggestions = shipped.suggest(BRIDGE_COPY)
    assert all(each.action is Action.REVIEW for each in with_options(shipped, apply_at=1.0).suggest(BRIDGE_COPY))
    assert all(
        each.action is Action.APPLY for each in with_options(shipped, apply_at=0.0, review_at=0.0).suggest(BRIDGE_COPY)
    )
    silent = with_options(shipped, review_at=1.0, apply_at=1.0).suggest(BRIDGE_COPY)
    assert [each for each in silent if each.replacement] == []
    least = min(suggestion.confidence for suggestion in suggestions if suggestion.confidence is not None)
    assert len(with_options(shipped, review_at=least - 0.001, apply_at=1.0).suggest(BRIDGE_COPY)) == len(suggestions)


def test_a_real_name_is_never_changed_without_a_person() -> None:
    # A source with an unusual spelling of a well-known name may be wrong itself.
    sources = (
        "Israeli Prime Minister Benjamin Netanjahu met Torsten Wiklander on Monday. Netanjahu spoke for an hour.",
        "In Haparanda Prime Minister Benjamin Netanjahu met Torsten Wiklander.",
    )
    copy = "Prime Minister Benjamin Netanyahu met Torsten Vikrander on Monday. Netanyahu talked for one hour."
    suggestions = with_options(repairer(*sources), apply_at=0.0, review_at=0.0).suggest(copy)
    acts = {(suggestion.surface.split()[-1], suggestion.action) for suggestion in suggestions if suggestion.replacement}
    assert acts == {("Netanyahu", Action.VARIANT), ("Vikrander", Action.APPLY)}


def with_options(original: Repairer, **changes: Any) -> Repairer:
    """Return a repairer that differs only in its options."""
    other = original.with_gazetteer(original.gazetteer)
    other.options = replace(original.options, **changes)
    return other


def test_flags_can_be_switched_off() -> None:
    copy = BRIDGE[0] + " The baker Grigor Sotnikson came."
    assert [each.action for each in repairer(*BRIDGE).suggest(copy)] == [Action.FLAG]
    assert with_options(repairer(*BRIDGE), flag=False).suggest(copy) == ()


def test_cleaning_applies_certain_corrections_and_returns_the_others() -> None:
    shipped = with_options(repairer(*BRIDGE), apply_at=0.0, review_at=0.0)
    done = shipped.clean(BRIDGE_COPY)
    assert done.text == BRIDGE_COPY.replace("Vikrander", "Wiklander")
    assert done.suggestions == shipped.suggest(BRIDGE_COPY)
    assert shipped.clean(done.text).text == done.text
    assert with_options(shipped, apply_at=1.0).clean(BRIDGE_COPY).text == BRIDGE_COPY


def test_every_suggestion_is_explained() -> None:
    shipped = repairer(*BRIDGE)
    findings = shipped.explain(BRIDGE_COPY)
    spans = [(each.mention.span.start, each.mention.span.end) for each in findings]
    assert spans == sorted(spans)
    assert [each.suggestion for each in findings if each.suggestion] == list(shipped.suggest(BRIDGE_COPY))
    assert all(BRIDGE_COPY[low:high] == each.mention.surface for (low, high), each in zip(spans, findings, strict=True))
    assert all(each.explanation for each in findings)
    assert {each.mention.surface: each.outcome for each in findings}["Haparanda"] is Outcome.KNOWN


def test_explain_gives_improbable_corrections() -> None:
    findings = with_options(repairer(*BRIDGE), review_at=1.0, apply_at=1.0, flag=False).explain(BRIDGE_COPY)
    assert any("Wiklander" in each.explanation and each.outcome is Outcome.AMBIGUOUS for each in findings)


def test_a_repairer_with_another_gazetteer_does_not_change_the_first() -> None:
    first = repairer(*BRIDGE)
    suggestions = first.suggest(BRIDGE_COPY)
    other = first.with_gazetteer(Gazetteer.build(ORCHARD))
    assert [each for each in other.suggest(BRIDGE_COPY) if each.replacement] == []
    assert first.suggest(BRIDGE_COPY) == suggestions
    assert first.signature != other.signature


def test_the_texts_of_a_repairer_are_freed_with_it() -> None:
    other = repairer().with_gazetteer(Gazetteer.build(BRIDGE))
    other.suggest(BRIDGE_COPY)
    texts = weakref.ref(other._source_index.texts)
    gc.disable()  # no reference cycle may hold them until a collection, which is rare in a batch
    try:
        del other
        assert texts() is None
    finally:
        gc.enable()


def test_the_signature_names_version_models_and_thresholds() -> None:
    shipped = repairer(*BRIDGE)
    assert shipped.gazetteer.hash[:8] in shipped.signature
    assert all(suggestion.signature == shipped.signature for suggestion in shipped.suggest(BRIDGE_COPY))
    assert with_options(shipped, review_at=0.123).signature != shipped.signature


def test_thresholds_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Options().apply_at = 0.1  # type: ignore[misc]


def without(gazetteer: Gazetteer, path: Path, *deleted: str) -> Gazetteer:
    """Save a gazetteer, delete the lines of these names by hand, and load it again."""
    gazetteer.save(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    remaining = [line for line in lines if json.loads(line).get("canonical") not in deleted]
    assert len(remaining) == len(lines) - len(deleted)
    path.write_text("".join(remaining), encoding="utf-8")
    return Gazetteer.load(path)


def test_a_gazetteer_read_back_proposes_the_same(tmp_path: Path) -> None:
    shipped = repairer(*BRIDGE)
    again = shipped.with_gazetteer(without(shipped.gazetteer, tmp_path / "names.jsonl"))
    assert again.suggest(BRIDGE_COPY) == shipped.suggest(BRIDGE_COPY)


def test_a_name_deleted_by_hand_is_not_proposed_any_more(tmp_path: Path) -> None:
    shipped = repairer(*BRIDGE)
    edited = shipped.with_gazetteer(without(shipped.gazetteer, tmp_path / "names.jsonl", "Torsten Wiklander"))
    assert [each for each in edited.suggest(BRIDGE_COPY) if each.replacement and "Wiklander" in each.replacement] == []


def surfaces_with_confirmed(*spellings: str) -> list[str]:
    """Return the surface forms that are still corrected in the bridge story after these spellings were confirmed."""
    shipped = repairer(*BRIDGE)
    gazetteer = shipped.gazetteer
    for spelling in spellings:
        gazetteer = gazetteer.confirm(spelling, Kind.PERSON, "the desk")
    return [suggestion.surface for suggestion in shipped.with_gazetteer(gazetteer).suggest(BRIDGE_COPY)]


def test_a_confirmed_spelling_is_left_alone() -> None:
    assert "Torsten Vikrander" not in surfaces_with_confirmed("Torsten Vikrander")
    assert surfaces_with_confirmed("Vikrander", "Torsten Vikrander") == []


def test_the_surname_of_a_confirmed_name_is_left_alone() -> None:
    assert surfaces_with_confirmed("Torsten Vikrander") == []


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        Repairer(Gazetteer.build(BRIDGE), scorer=tmp_path)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_fitted_on_other_features_is_refused(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(shipped_model("evidence-1"), tmp_path, dirs_exist_ok=True)
    data = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))
    data["models"][model]["columns"][0] = "another"
    (tmp_path / "evidence.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr("repair.pipeline.repairer.shipped_model", lambda name: tmp_path)
    with pytest.raises(ModelError):
        Repairer(Gazetteer.build(BRIDGE)).suggest(BRIDGE_COPY)


def test_many_documents_in_one_call_give_the_suggestions_of_each_alone() -> None:
    shipped = repairer(*BRIDGE)
    copies = [BRIDGE_COPY, "", BRIDGE_COPY.replace("Monday", "Tuesday"), BRIDGE[0]] * 6
    assert list(shipped.suggest_all(copies)) == [shipped.suggest(copy) for copy in copies]


def test_copy_in_another_language_gets_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    desk = plain_repairer(*BRIDGE)
    german = (
        "Der Minister Torsten Vikrander sagte am Montag, dass die neue Brücke bei Haparanda sehr lang geworden ist."
    )
    desk.suggest(Document("0", german, "copy.txt"))
    assert "copy.txt: The copy does not look like English" in caplog.text
    caplog.clear()
    desk.suggest(Document("1", BRIDGE_COPY, "copy.txt"))
    assert "English" not in caplog.text


@pytest.mark.parametrize(
    ("copy", "flagged"),
    [
        ("Der Minister Edwin Straub sagte,\ndie Kirche werde im Mai mit dem Vorplatz eröffnet.", []),
        ("El ministro Ramón Albarrán dijo\nque la reforma del Ayuntamiento se aprobará en mayo.", []),
        ("Les élus de Virevaux ont protesté devant la Mairie avec le préfet.", []),
        # A quotation does not make a copy foreign, and short copy in English has flags, too.
        (
            "The mayor of Virevaux said: “La mairie est à vous et nous sommes ici.” He left with the prefect.",
            ["Virevaux"],
        ),
        ("The mayor of Virevaux left early.", ["Virevaux"]),
    ],
)
def test_copy_in_another_language_gets_no_flags(copy: str, flagged: list[str]) -> None:
    assert [each.surface for each in plain_repairer(*BRIDGE).suggest(copy)] == flagged


def test_a_copy_may_end_with_the_place_of_a_company() -> None:
    source = Document("s", "The chip maker Xpol will close its plant in Vexholm, said Bo Lind, its chief.", "s.txt")
    other = Document("o", "Xpol of Vexholm is a chip maker, said Bo Lind.", "o.txt")
    copy = "The chip maker Xpol will close its plant, said Bo Lind. It was told to Xpel of Brandholm"
    suggestions = Repairer(Gazetteer.build([source, other])).suggest(Document("c", copy))
    assert [(each.surface, each.replacement) for each in suggestions if each.replacement] == [("Xpel", "Xpol")]


def test_a_title_alone_does_not_make_a_sentence_the_same() -> None:
    sources = [
        "Fisheries Minister Dorothea Vexhammer called for calm.",
        "The fishermen asked Dorothea Vexhammer, the minister, for help.",
    ]
    gazetteer = Gazetteer.build([Document(text, text, f"{number}.txt") for number, text in enumerate(sources)])
    copy = "Boats were burned in Norvik on Thursday. Former minister Dorothea Vexamer spoke."
    suggestions = [each for each in Repairer(gazetteer).suggest(Document("c", copy)) if each.replacement]
    assert [(each.surface, each.action) for each in suggestions] == [("Dorothea Vexamer", Action.REVIEW)]
