"""Quotations in another language are distinguished from English ones."""

from __future__ import annotations

import pytest

from repair.text.lexicon import Lexicon
from repair.text.quotations import foreign_quotations
from repair.text.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("In Czech one reads „Setkání s Markem Ruttem v Bruselu“ today.", "Setkání s Markem Ruttem v Bruselu"),
        ("Papers in Riga print “Marks Rite un Kīrs Stārmers” instead.", "Marks Rite un Kīrs Stārmers"),
        ('The Finns print "Ada Vexleyn ja Olaf Mertenin tapaaminen".', "Ada Vexleyn ja Olaf Mertenin tapaaminen"),
        (
            "He wrote „Merten traf Vexleys Bruder in Bonn und lobte ihn“.",
            "Merten traf Vexleys Bruder in Bonn und lobte ihn",
        ),
        ('"I met Ada Vexley in Bonn," he said.', ""),
        ('"In Bonn met Merten," reads the note.', ""),
        ('She said "Mark Latte spoke in the hall" and left.', ""),
        ('The play "Ada Vexley Meets Her Match" opened.', ""),
        ('He shouted "Yes!" and left.', ""),
    ],
)
def test_a_quotation_without_an_english_word_is_foreign(text: str, quoted: str) -> None:
    tokens = tokenize(text)
    quotations = foreign_quotations(text, tokens, Lexicon.load())
    assert [text[tokens[r.start].start : tokens[r.stop - 1].end] for r in quotations] == ([quoted] if quoted else [])


def test_marks_without_an_end_take_linear_time() -> None:
    assert foreign_quotations('"' * 50_000 + "„" * 50_000, [], Lexicon.load()) == []
