"""Notes of correction: their wrong forms are cut out of sources, and other names in their sentences stay."""

from __future__ import annotations

import pytest

from repair.text.errata import quoted_errors, without_quoted_errors


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("We misspelt her name as Ada Wexler.", "We misspelt her name."),
        ("It wrongly named the judge, Ada Vexley, as Ada Wexler.", "It wrongly named the judge, Ada Vexley."),
        (
            "Her name was misspelled in a caption as “Ada Wexler” on Monday.",
            "Her name was misspelled in a caption on Monday.",
        ),
        (
            "It misspelt a name. She is Judge Ada Vexley, not Ada Wexler.",
            "It misspelt a name. She is Judge Ada Vexley.",
        ),
        ("It misspelt aides such as Bo Merten as Bo Marten.", "It misspelt aides such as Bo Merten."),
        ("We misspelt the lake. It is Sörla, and not “Sorla”.", "We misspelt the lake. It is Sörla."),
    ],
)
def test_a_wrong_form_is_cut(note: str, expected: str) -> None:
    assert without_quoted_errors(note) == expected


@pytest.mark.parametrize(
    "note",
    [
        "We misspelt a name. Ada Vexley had gone as Special Envoy and met Bo Merten, not Carl Lind.",
        "It misspelt the name of Ada Vexley, who serves as Chief Negotiator.",
        "It misspelt the name of Ada Vexley, working as Chief Negotiator.",
        "It misspelt the names of aides such as Bo Merten.",
        "It misstated the age of the village known as Lower Vexley.",
        "We misspelt the lake. Ada Merten, not Bo Merten, swam in it.",
        "She went as Special Envoy, not Chief Clerk.",
        "We misspelt a name.\nIt is Vexley, not Wexler.",
    ],
)
def test_other_names_stay(note: str) -> None:
    assert without_quoted_errors(note) == note


def quoted(note: str) -> list[str]:
    return [note[start:end] for start, end in quoted_errors(note)]


@pytest.mark.parametrize(
    ("note", "wrong"),
    [
        ("It misspelt her name as Ada Wexler; Bo Merten, who went as Carl Lind, laughed.", "as Ada Wexler"),
        ("Correction: The judge is Ada Vexley, not Ada Wexley, as we wrote.", "Ada Wexley"),
        ("This story has been corrected to show that her surname is Vexley instead of Wexley.", "Wexley"),
        ("The judge is Vexley rather than Wexley.", "Wexley"),
        ("(Corrects spelling of name to Vexley from Wexley in paragraph 2)", "Wexley"),
        ("Editor's note: We have changed Wexley to Vexley throughout.", "Wexley"),
        ("Clarification: In line 4, Wexley should read Vexley.", "Wexley"),
        ("In a caption the name of Ada Vexley was misspelled Wexley.", "Wexley"),
        ("We spelled her surname Wexley in May.", "Wexley"),
        ("The ballot misprinted her name: Ada Wexley.", "Ada Wexley"),
        ("An earlier headline called the judge Ada Wexley. She is Ada Vexley.", "Ada Wexley"),
    ],
)
def test_a_form_that_copy_quotes_as_wrong_is_found(note: str, wrong: str) -> None:
    assert quoted(note) == [wrong]


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version misspelt the name of Ada Wexley.",
        "The train from Wexley to Vexley was late.",
        "Ada Vexley, not Bo Merten, won.",
        "Correction: The train left from Merten to Vexley.",
        "An earlier version said that the judge Ada Wexley had resigned.",
    ],
)
def test_other_names_of_copy_are_not_quoted_as_wrong(note: str) -> None:
    assert quoted(note) == []
