"""Copy in capitals: the view in mixed case has the same length, and suggestions go back into capitals."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repair.core.types import Document, Reason, Span, Suggestion
from repair.pipeline.capitals import in_capitals_again, in_mixed_case
from repair.pipeline.unverified.flags import FLAG_KEY

LINE = "TRANSPORT CHIEF CLIVE BISTRO OPENED THE LINE, SAID BISTRO."


def test_only_sentences_in_capitals_change() -> None:
    view = in_mixed_case(Document("d", f"The BBC and ITV met.\n{LINE}\nThey left."))
    first, middle, last = view.text.split("\n")
    assert (first, last) == ("The BBC and ITV met.", "They left.")
    assert middle == "Transport chief Clive Bistro opened the line, said Bistro."


def test_a_document_in_mixed_case_is_its_own_view() -> None:
    document = Document("d", "The BBC met the EU, NATO and UN. ITV left.")
    assert in_mixed_case(document) is document


@given(st.text(alphabet="ABCDEF ßİŉé.\n", max_size=80))
def test_offsets_hold_for_both_texts(text: str) -> None:
    assert len(in_mixed_case(Document("d", text.upper())).text) == len(text.upper())


def test_codes_and_tickers_stay_in_capitals() -> None:
    view = in_mixed_case(Document("d", "VERCELL (VRCL.O) AND NORTHROP <NOC.N> ROSE, SAID MR MARK BISTRO ON MONDAY."))
    assert view.text == "Vercell (VRCL.o) and Northrop <NOC.n> rose, said mr Mark Bistro on monday."


def test_a_suggestion_goes_back_into_capitals() -> None:
    document = Document("d", LINE)
    view = in_mixed_case(document)
    at = LINE.index("BISTRO")
    suggestion = Suggestion.at(view, Span(at, at + 6), "Barstow", confidence=0.9)
    (again,) = in_capitals_again(document, [suggestion])
    assert (again.surface, again.replacement, again.id) == ("BISTRO", "BARSTOW", suggestion.id)


def test_a_single_word_in_capitals_is_not_flagged_but_a_full_name_is() -> None:
    document = Document("d", LINE)
    view = in_mixed_case(document)

    def flag(surface: str) -> Suggestion:
        at = LINE.index(surface)
        reasons = (Reason(FLAG_KEY, "no source has it", 0.0),)
        return Suggestion.at(view, Span(at, at + len(surface)), None, identity=FLAG_KEY, reasons=reasons)

    flags = in_capitals_again(document, [flag("TRANSPORT"), flag("CLIVE BISTRO")])
    assert [each.surface for each in flags] == ["CLIVE BISTRO"]


def test_a_suggestion_that_changes_nothing_in_capitals_is_left_out() -> None:
    document = Document("d", LINE)
    view = in_mixed_case(document)
    at = LINE.index("CHIEF")  # in small letters in the view
    assert view.text[at : at + 5] == "chief"
    assert in_capitals_again(document, [Suggestion.at(view, Span(at, at + 5), "Chief", confidence=0.8)]) == ()
