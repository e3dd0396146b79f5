"""Notes of correction: their wrong forms are cut out of sources, and other names in their sentences stay."""

from __future__ import annotations

import pytest

from repair.text.errata import is_quoted_error, without_quoted_errors


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


def test_a_name_after_as_in_another_clause_of_the_copy_is_no_quoted_error() -> None:
    note = "It misspelt her name as Ada Wexler; Bo Merten, who went as Carl Lind, laughed."
    assert is_quoted_error(note, note.index("Ada Wexler"))
    assert not is_quoted_error(note, note.index("Carl Lind"))
