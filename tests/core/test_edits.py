"""Edits keep case, possessives and everything around them; edits that do not fit are refused."""

from __future__ import annotations

import pytest

from repair.core.edits import apply, edits_of, is_applied, remaining, repaired, undo
from repair.core.errors import EditError
from repair.core.replacement_style import fit
from repair.core.types import Action, Edit, Kind, Span, Suggestion


def suggest(text: str, surface: str, replacement: str | None, *, action: Action = Action.APPLY) -> Suggestion:
    start = text.index(surface)
    return Suggestion(
        id=surface,
        document_id="d",
        span=Span(start, start + len(surface)),
        line=1,
        column=start + 1,
        surface=surface,
        replacement=replacement,
        confidence=0.9,
        kind=Kind.PERSON,
        action=action,
    )


@pytest.mark.parametrize(
    ("surface", "replacement", "text", "expected"),
    [
        ("Latte", "Rutte", "and Latte spoke", "Rutte"),
        ("LATTE", "Rutte", "LATTE SPEAKS", "RUTTE"),
        ("MARK LATTE", "Mark Rutte", "NATO’S MARK LATTE SPEAKS", "MARK RUTTE"),
        # A surname in capitals is a house style; the first name keeps its own.
        ("Kaya KALAS", "Kaja Kallas", "EU’s Kaya KALAS said", "Kaja KALLAS"),
        ("VOLDY MIE ZELENSKY", "Volodymyr Zelensky", "VOLDY MIE ZELENSKY IN PARIS", "VOLODYMYR ZELENSKY"),
        # A lone word in capitals among others that are not may be an acronym.
        ("UMO", "United Nations", "The UMO said so", "United Nations"),
        ("UMO", "United Nations", "THE UMO SAID SO", "UNITED NATIONS"),
        ("NAPO", "NATO", "The NAPO said so", "NATO"),
        # Initials are in capitals anyway.
        ("J. Smyth", "John Smith", "J. Smyth said", "John Smith"),
        ("latte", "Rutte", "mark latte said", "Rutte"),
        ("Latte’s", "Rutte", "Latte’s plan", "Rutte’s"),
        ("LATTE'S", "Rutte", "LATTE'S PLAN", "RUTTE'S"),
        ("Latte's", "Rutte's", "Latte's plan", "Rutte's"),
        # The possessive outside the span is neither moved nor doubled.
        ("MacDonald", "McDonald's", "MacDonald’s plan", "McDonald"),
        ("Zsuzsanna-Kis", "Zsuzsanna Kiss", "by Zsuzsanna-Kis today", "Zsuzsanna Kiss"),
        # Apostrophes are typed as in the copy.
        ("Shaun O’Branigan", "Sean O'Brannigan", "Mr Shaun O’Branigan said", "Sean O’Brannigan"),
        ("Marik D'Alesandro’s", "Marek D’Alessandro", "Marik D'Alesandro’s plan", "Marek D'Alessandro’s"),
        ("O’Nail d'Arcy", "O'Neill d’Arcy", "an O’Nail d'Arcy", "O’Neill d'Arcy"),
        ("ONeil", "O'Neill", "Mr ONeil said", "O'Neill"),
    ],
)
def test_a_replacement_takes_over_case_and_possessive(surface: str, replacement: str, text: str, expected: str) -> None:
    start = text.index(surface)
    span = Span(start, start + len(surface))
    once = fit(replacement, text, span)
    assert once == expected
    assert fit(once, text, span) == once  # fitting what fits changes nothing


def test_only_chosen_actions_become_edits() -> None:
    text = "Latte met Starmor and Petrekin"
    suggestions = [
        suggest(text, "Petrekin", None, action=Action.FLAG),
        suggest(text, "Starmor", "Starmer", action=Action.REVIEW),
        suggest(text, "Latte", "Rutte"),
    ]
    result = repaired(text, suggestions)
    assert result.text == "Rutte met Starmor and Petrekin"
    assert [edit.before for edit in result.edits] == ["Latte"]
    assert result.suggestions == tuple(suggestions)
    every = edits_of(text, suggestions, actions=tuple(Action))
    assert apply(text, every) == "Rutte met Starmer and Petrekin"


@pytest.mark.parametrize("mark", ["’", "–", "‑"])
def test_marks_beside_a_changed_word_stay_as_they_are(mark: str) -> None:
    text = f"the mayor, Agnita O{mark}Connell, left"
    name = "Agneta O-Connell" if mark != "’" else "Agneta O'Connell"
    (edit,) = edits_of(text, [suggest(text, f"Agnita O{mark}Connell", name)])
    assert (edit.before, edit.after) == ("Agnita", "Agneta")


def test_a_suggestion_that_changes_nothing_is_no_edit() -> None:
    assert edits_of("RUTTE LEFT", [suggest("RUTTE LEFT", "RUTTE", "Rutte")]) == ()


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([Edit(Span(0, 4), "Mary", "Marc", "1")], "The text at 0 is no longer 'Mary'"),
        ([Edit(Span(5, 99), "Latte", "Rutte", "1")], "The text at 5 is no longer 'Latte'"),
        ([Edit(Span(0, 10), "Mark Latte", "x", "1"), Edit(Span(5, 10), "Latte", "y", "2")], "overlap at 5"),
        ([Edit(Span(0, 4), "Mark", "x", "1"), Edit(Span(0, 4), "Mark", "y", "2")], "overlap at 0"),
        ([Edit(Span(0, 4), "Mark", "", "1")], "replaced but not removed"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit], words: str) -> None:
    with pytest.raises(EditError, match=words):
        apply("Mark Latte", edits)


def test_a_stale_suggestion_is_refused() -> None:
    with pytest.raises(EditError, match="Make the suggestions again"):
        edits_of("Mark Rutte", [suggest("Mark Latte", "Latte", "Rutte")])


def test_undo_restores_the_text_and_refuses_a_changed_one() -> None:
    text = "Latte, Latte and Kiel"
    edits = [Edit(Span(0, 5), "Latte", "Mark Rutte", "1"), Edit(Span(17, 21), "Kiel", "Keir", "2")]
    after = apply(text, edits)
    assert after == "Mark Rutte, Latte and Keir"
    assert undo(after, edits) == text
    assert is_applied(after, edits)
    assert not is_applied(text, edits)
    with pytest.raises(EditError, match="is no longer 'Mark Rutte'"):
        undo("x" + after, edits)


def test_the_remaining_suggestions_are_moved_to_their_places_in_the_new_text() -> None:
    text = "Latte spoke.\nStarmor met Latte, Petrekin wrote"
    suggestions = [
        suggest(text, "Latte", "Mark Rutte"),
        suggest(text, "Starmor", "Starmer", action=Action.REVIEW),
        suggest(text, "Petrekin", None, action=Action.FLAG),
    ]
    result = repaired(text, suggestions)
    rest = remaining(result.text, suggestions, result.edits)
    assert [result.text[each.span.start : each.span.end] for each in rest] == ["Starmor", "Petrekin"]
    assert [(each.line, each.column) for each in rest] == [(2, 1), (2, 20)]
