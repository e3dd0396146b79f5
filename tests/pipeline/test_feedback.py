"""Feedback of earlier decisions: repeated corrections, dropped suggestions, and their limits."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer
from hypothesis import given
from hypothesis import strategies as st
from queue_fixtures import COPY, OTHER, decision_on, fill, propose, suggestions_for

from repair.core.types import Action, Citation, Document, Kind, Reason, Suggestion, Verdict
from repair.decisions import commands, feedback_from_decisions, queue
from repair.decisions.models import Answer
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import undo
from repair.gazetteer import Gazetteer
from repair.pipeline.feedback.feedback_effects import FeedbackThresholds, apply_feedback
from repair.pipeline.feedback.feedback_values import (
    ConfirmedName,
    FeaturePenalty,
    Feedback,
    LearnedCorrection,
    Rejection,
)
from repair.training import pairs_from_decisions

BOUNDS = FeedbackThresholds(apply_at=0.95, review_at=0.5)
LATTE = LearnedCorrection(
    "Mark Latte", "Mark Rutte", Kind.PERSON, ("Ada",), 1, "2026-11-20", (Citation("agency.txt", "… Rutte"),)
)
LONE = LearnedCorrection("Latte", "Rutte", Kind.PERSON, ("Ada",))


def applied(
    feedback: Feedback, suggestions: tuple[Suggestion, ...], text: str = COPY
) -> list[tuple[str, str | None, Action]]:
    after = apply_feedback(feedback, suggestions, Document("d", text), thresholds=BOUNDS)
    assert [suggestion.span for suggestion in after] == sorted(suggestion.span for suggestion in after)
    assert all(text[suggestion.span.start : suggestion.span.end] == suggestion.surface for suggestion in after)
    return [(suggestion.surface, suggestion.replacement, suggestion.action) for suggestion in after]


# --- a corrected form


def test_a_form_corrected_before_is_applied_with_its_sources() -> None:
    (suggestion,) = apply_feedback(Feedback(corrections=(LATTE,)), (), Document("d", OTHER), thresholds=BOUNDS)
    assert (suggestion.surface, suggestion.replacement, suggestion.action) == ("Mark Latte", "Mark Rutte", Action.APPLY)
    assert suggestion.confidence is not None and suggestion.confidence >= 0.95
    assert suggestion.evidence == LATTE.evidence
    assert suggestion.reasons[0].text == "Ada corrected it to this name before, last on 2026-11-20"


@pytest.mark.parametrize(
    ("surface", "name", "editors", "action"),
    [
        ("Mark Latte", "Banana", ("Ada",), Action.REVIEW),
        ("Mark Latte", "Mark Banana", ("Ada",), Action.REVIEW),
        ("Mark Latte", "Mark Rutter", ("Ada",), Action.APPLY),
        ("Hope Fields", "Esperanza Campos", ("Ada",), Action.REVIEW),
        ("Hope Fields", "Esperanza Campos", ("Ada", "Ben"), Action.APPLY),
    ],
)
def test_a_correction_to_an_unlike_name_is_certain_once_two_editors_made_it(
    surface: str, name: str, editors: tuple[str, ...], action: Action
) -> None:
    learned = Feedback(corrections=(LearnedCorrection(surface, name, Kind.PERSON, editors),))
    assert applied(learned, (), f"On Monday {surface} left.\n") == [(surface, name, action)]


def test_the_sources_of_a_suggestion_do_not_support_its_amendment(store: DatabaseStore) -> None:
    fill(store)
    decide(store, "Mark Latte", Verdict.AMEND, typed="Banana")
    (correction,) = feedback_from_decisions.feedback(store).corrections
    assert (correction.replacement, correction.evidence) == ("Banana", ())


def test_an_earlier_correction_raises_a_suggestion_and_is_a_reason() -> None:
    suggestion = propose(COPY, "Mark Latte", "Mark Rutte", confidence=0.6)
    after = apply_feedback(Feedback(corrections=(LATTE,)), (suggestion,), Document("d", COPY), thresholds=BOUNDS)
    assert [(suggestion.surface, suggestion.action) for suggestion in after] == [("Mark Latte", Action.APPLY)] * 2
    assert after[0].reasons[0].key == "remembered" and after[0].reasons[0].weight > 0
    assert after[0].reasons[1:] == suggestion.reasons


def test_a_form_that_may_be_something_else_is_only_proposed() -> None:
    coffee = "A Latte costs more in Delft than the bread does.\n"
    feedback = Feedback(corrections=(LONE,))
    (suggestion,) = apply_feedback(
        feedback, (), Document("d", coffee), thresholds=BOUNDS, is_known=lambda surface: surface == "Rutte"
    )
    assert (suggestion.surface, suggestion.replacement, suggestion.action) == ("Latte", "Rutte", Action.REVIEW)
    assert applied(Feedback(corrections=(LONE,)), (), "He drank a latte.\n") == []
    # With the whole name in the same copy there is little doubt left.
    assert applied(Feedback(corrections=(LONE, LATTE)), (), COPY)[1] == ("Latte", "Rutte", Action.APPLY)


@pytest.mark.parametrize(("form", "name"), [("Alexander", "Alexandra"), ("Zhang", "Cheung"), ("NPC", "NNPC")])
def test_a_right_name_of_another_story_is_not_changed_by_earlier_decisions(form: str, name: str) -> None:
    """Somebody corrected the form once; here no source has the corrected name."""
    correction = LearnedCorrection(form, name, Kind.PERSON, ("Ada",))
    assert applied(Feedback(corrections=(correction,)), (), f"The lawyers of {form} spoke in Delft.\n") == []


def test_case_and_possessive_of_the_copy_are_kept() -> None:
    text = "MARK LATTE'S PLAN\nMark Latte’s plan.\n"
    assert [replacement for _, replacement, _ in applied(Feedback(corrections=(LATTE,)), (), text)] == [
        "MARK RUTTE",
        "Mark Rutte",
    ]


def test_a_form_in_the_sources_is_not_corrected() -> None:
    after = apply_feedback(
        Feedback(corrections=(LATTE,)),
        (),
        Document("d", OTHER),
        thresholds=BOUNDS,
        is_known=lambda surface: surface == "Mark Latte",
    )
    assert after == ()


def test_another_replacement_for_a_corrected_form_is_for_review() -> None:
    suggestion = replace(propose(OTHER, "Mark Latte", "Marc Rutten", confidence=0.99), action=Action.APPLY)
    assert applied(Feedback(corrections=(LATTE,)), (suggestion,), OTHER) == [
        ("Mark Latte", "Marc Rutten", Action.REVIEW)
    ]


def test_a_flag_gives_way_to_an_earlier_correction_of_the_form() -> None:
    correction = LearnedCorrection("Petrekin", "Petrenkin", Kind.PERSON, ("Ada",))
    assert applied(Feedback(corrections=(correction,)), suggestions_for())[-1] == (
        "Petrekin",
        "Petrenkin",
        Action.APPLY,
    )


# --- rejections


def test_a_rejected_correction_is_not_proposed_again_on_the_same_evidence() -> None:
    suggestion = propose(OTHER, "Mark Latte", "Mark Rutte")
    rejection = Rejection("Mark Latte", "Mark Rutte", ("Ada",), frozenset({"sound"}), frozenset({"agency.txt"}))
    feedback = Feedback(rejections=(rejection,))
    assert applied(feedback, (suggestion,), OTHER) == []
    other_source = replace(suggestion, evidence=(Citation("weekly.txt", "Mark Rutte"),))
    assert applied(feedback, (other_source,), OTHER) == []
    # With new evidence from a new source it is proposed again for review, with the rejection as a reason.
    on_new_grounds = replace(other_source, action=Action.APPLY, reasons=(Reason("office", "holds the office", 2.0),))
    (again,) = apply_feedback(feedback, (on_new_grounds,), Document("d", OTHER), thresholds=BOUNDS)
    assert (again.action, again.reasons[-1].key) == (Action.REVIEW, "refused")
    # Other proposals for the form, and the name for other forms, are not affected.
    assert len(applied(feedback, (propose(OTHER, "Mark Latte", "Marc Rutten"),), OTHER)) == 1


def test_a_rejected_correction_does_not_remove_a_flag() -> None:
    feedback = Feedback(rejections=(Rejection("Ann Vexley", "Ann Bexley", ("Ada",)),))
    assert len(applied(feedback, (propose(OTHER, "Ann Vexley", None),), OTHER)) == 1


def test_a_skipped_flag_is_no_feedback(store: DatabaseStore) -> None:
    fill(store)
    decide(store, "Ann Vexley", Answer.SKIP)
    assert feedback_from_decisions.feedback(store) == Feedback()


def test_a_confirmed_name_and_its_surname_are_left_alone() -> None:
    feedback = Feedback(confirmed=(ConfirmedName("Mark Latte", Kind.PERSON, "Ada"),))
    assert [surface for surface, *_ in applied(feedback, suggestions_for())] == ["Kiel Starmer", "Petrekin"]


def test_evidence_that_people_often_rejected_counts_less() -> None:
    feedback = Feedback(penalties=(FeaturePenalty("sound", -1.0, 3),))
    high, low = (
        propose(COPY, "Mark Latte", "Mark Rutte", confidence=0.97),
        propose(COPY, "Kiel Starmer", "Keir Starmer"),
    )
    after = apply_feedback(feedback, (replace(high, action=Action.APPLY), low), Document("d", COPY), thresholds=BOUNDS)
    assert [(suggestion.surface, suggestion.action) for suggestion in after] == [
        ("Mark Latte", Action.REVIEW),
        ("Kiel Starmer", Action.REVIEW),
    ]
    lowered, doubtful = (suggestion.confidence or 0.0 for suggestion in after)
    assert 0.9 < lowered < 0.95 and 0.55 < doubtful < 0.65
    assert (
        apply_feedback(
            Feedback(penalties=(FeaturePenalty("sound", -2.0, 3),)), (low,), Document("d", COPY), thresholds=BOUNDS
        )
        == ()
    )


@given(st.text(alphabet="MarkLte ’.\n", max_size=80))
def test_suggestions_with_feedback_always_fit_the_text(text: str) -> None:
    feedback = Feedback(corrections=(LATTE, LONE))
    after = apply_feedback(feedback, (), Document("d", text), thresholds=BOUNDS)
    assert all(text[suggestion.span.start : suggestion.span.end] == suggestion.surface for suggestion in after)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(after))


def test_empty_feedback_changes_nothing() -> None:
    assert not Feedback()
    assert apply_feedback(Feedback(), suggestions_for(), Document("d", COPY), thresholds=BOUNDS) == suggestions_for()


# --- from decisions


def decide(
    store: DatabaseStore, surface: str, verdict: Answer | Verdict, *, by: str = "Ada", typed: str | None = None
) -> None:
    """Decide the first open suggestion about a form."""
    for line in queue.entries(store):
        for case in queue.in_story(store, line.id):
            if case.suggestion.surface == surface and case.state.value == "open":
                commands.decide_all(store, [decision_on(case, verdict, by, typed)])
                return
    raise LookupError(surface)


def test_decisions_are_feedback_until_they_are_undone(store: DatabaseStore) -> None:
    fill(store)
    decide(store, "Mark Latte", Verdict.ACCEPT)
    decide(store, "Kiel Starmer", Verdict.REJECT)
    decide(store, "Petrekin", Answer.CORRECT)
    decide(store, "Ann Vexley", Verdict.AMEND, typed="Ann Bexley")
    feedback = feedback_from_decisions.feedback(store)
    assert {(each.surface, each.replacement) for each in feedback.corrections} == {
        ("Mark Latte", "Mark Rutte"),
        ("Ann Vexley", "Ann Bexley"),
    }
    assert [(each.surface, each.replacement, each.keys) for each in feedback.rejections] == [
        ("Kiel Starmer", "Keir Starmer", frozenset({"sound"}))
    ]
    assert feedback.confirmed == (ConfirmedName("Petrekin", Kind.PERSON, "Ada"),)
    assert feedback.penalties == ()
    name = feedback.name
    for _ in range(4):
        undo(store, "Ada")
    assert not feedback_from_decisions.feedback(store)
    assert feedback_from_decisions.feedback(store).name != name


def test_forms_about_which_people_disagree_are_no_feedback(store: DatabaseStore) -> None:
    fill(store)
    decide(store, "Mark Latte", Verdict.ACCEPT, by="Ada")
    decide(store, "Mark Latte", Verdict.REJECT, by="Ben")
    feedback = feedback_from_decisions.feedback(store)
    assert (feedback.corrections, feedback.rejections) == ((), ())


def test_unsure_is_no_feedback_and_an_amendment_is_a_correction_and_a_rejection(store: DatabaseStore) -> None:
    fill(store)
    decide(store, "Kiel Starmer", Verdict.UNSURE)
    decide(store, "Mark Latte", Verdict.AMEND, typed="Marc Rutten")
    feedback = feedback_from_decisions.feedback(store)
    assert [(each.surface, each.replacement) for each in feedback.corrections] == [("Mark Latte", "Marc Rutten")]
    assert [(each.surface, each.replacement) for each in feedback.rejections] == [("Mark Latte", "Mark Rutte")]


@pytest.mark.parametrize(("people", "stories", "lowered"), [(3, 1, True), (1, 3, True), (1, 1, False), (2, 1, False)])
def test_only_independent_rejections_lower_the_weight_of_evidence(
    store: DatabaseStore, people: int, stories: int, lowered: bool
) -> None:
    fill(store, *(f"{COPY}Copy {n}.\n" for n in range(3)))
    rejections = 0
    for n, line in enumerate(queue.entries(store)[: max(stories, 1)]):
        cases = [case for case in queue.in_story(store, line.id) if case.suggestion.replacement]
        for m, case in enumerate(cases[:3]):
            commands.decide_all(store, [decision_on(case, Verdict.REJECT, f"Editor {m % people}")])
            rejections += 1
        assert n < 3
    penalties = feedback_from_decisions.feedback(store).penalties
    assert rejections == 3 * stories
    assert [penalty.key for penalty in penalties] == (["sound"] if lowered else [])
    assert all(penalty.shift < 0 for penalty in penalties)


@pytest.mark.parametrize(("rejections", "lowered"), [(5, False), (9, True)])
def test_as_many_rejections_as_the_confidence_predicts_lower_nothing(
    store: DatabaseStore, rejections: int, lowered: bool
) -> None:
    """Of 18 proposals at .6, .8 and .9, some four are wrong; five may be by chance, nine are not."""
    fill(store, *(f"{COPY}Copy {n}.\n" for n in range(6)))
    cases = [
        case
        for line in queue.entries(store)
        for case in {case.suggestion.surface: case for case in queue.in_story(store, line.id)}.values()
        if case.suggestion.replacement
    ]
    assert len(cases) == 18
    cases.sort(key=lambda case: case.suggestion.confidence or 0.0)
    for n, case in enumerate(cases):
        verdict = Verdict.REJECT if n < rejections else Verdict.ACCEPT
        commands.decide_all(store, [decision_on(case, verdict, f"Editor {n % 3}")])
    assert bool(feedback_from_decisions.feedback(store).penalties) == lowered


def test_decisions_become_training_pairs(store: DatabaseStore) -> None:
    fill(store)
    decide(store, "Kiel Starmer", Verdict.ACCEPT)
    decide(store, "Petrekin", Answer.CORRECT)
    decide(store, "Mark Latte", Verdict.REJECT)
    assert [(pair.src, pair.tgt, pair.route) for pair in pairs_from_decisions.pairs(store)] == [
        ("kiel starmer", "keir starmer", "decision"),
        ("petrekin", "petrekin", "untouched"),
    ]


# --- in the repairer


def test_feedback_changes_suggestions_and_the_signature() -> None:
    plain = plain_repairer(*BRIDGE)
    (first, *_) = plain.suggest(BRIDGE_COPY)
    assert first.replacement is not None
    rejection = Rejection(
        first.surface, first.replacement, ("Ada",), frozenset(r.key for r in first.reasons), frozenset()
    )
    wise = plain.with_feedback(Feedback(rejections=(rejection,)))
    assert first.surface not in {suggestion.surface for suggestion in wise.suggest(BRIDGE_COPY)}
    assert "|decisions:" in wise.signature and "|decisions:" not in plain.signature
    correction = LearnedCorrection("Vikrander", "Wiklander", Kind.PERSON, ("Ada",), 2)
    raised = plain.with_feedback(Feedback(corrections=(correction,))).suggest(BRIDGE_COPY)
    assert {suggestion.action for suggestion in raised if suggestion.surface == "Vikrander"} == {Action.APPLY}


def test_a_confirmed_name_is_added_to_the_gazetteer_and_a_garbled_form_is_not() -> None:
    gazetteer = Gazetteer.build(BRIDGE)
    feedback = Feedback(corrections=(LATTE,), confirmed=(ConfirmedName("Ann Vexley", Kind.PERSON, "Ada"),))
    grown = feedback.with_confirmed(gazetteer)
    assert [name.confirmed_by for name in grown.find("Ann Vexley")] == ["Ada"]
    assert grown.find("Mark Latte") == () and grown.find("Latte") == ()
    repairer = plain_repairer(*BRIDGE).with_feedback(feedback)
    assert repairer.gazetteer.is_confirmed("Ann Vexley")
    assert repairer.with_gazetteer(gazetteer).gazetteer.is_confirmed("Ann Vexley")


VULDOQ = Feedback(corrections=(LearnedCorrection("Vuldoq", "Nora Vuldoq Strand", Kind.PERSON, ("Ada",)),))


@pytest.mark.parametrize(
    ("copy", "proposed"),
    [
        ("Then Vuldoq spoke.", [("Vuldoq", Action.APPLY)]),
        ("Then Nora Vuldoq spoke.", [("Nora Vuldoq", Action.REVIEW)]),
        ("Then Nora Vuldoq Strand spoke.", []),
        ("Then Vuldoq Nora spoke.", [("Vuldoq Nora", Action.REVIEW)]),
        ("Then Strand Nora Vuldoq spoke.", []),
    ],
)
def test_a_remembered_name_does_not_double_the_words_beside_it(copy: str, proposed: list[tuple[str, Action]]) -> None:
    after = apply_feedback(VULDOQ, (), Document("d", copy), thresholds=BOUNDS)
    assert [(suggestion.surface, suggestion.action) for suggestion in after] == proposed
