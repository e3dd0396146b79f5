"""Sources that agree, in any accepted spelling, raise the confidence, but never make a doubtful name certain."""

from __future__ import annotations

from core_fixtures import plain_repairer

from repair.core.types import Suggestion

SAYS = (
    "Ukraine's Volodymyr Zelensky said in Riga on Thursday that the talks on air defence had gone well.",
    "The talks on air defence went well, Volodymyr Zelenskyy said in Riga on Thursday.",
    "In Riga, President Volodymyr Zelenskyy praised Thursday's talks on air defence.",
    "Talks on air defence went well on Thursday, President Volodymyr Zelensky said on leaving Riga.",
)
COPY = (
    "The Ukrainian president Voldi Mire Zelensky told in Riga on Thursday that the talks about air defence went well."
)


def proposal(*sources: str) -> Suggestion:
    (proposed,) = (
        suggestion for suggestion in plain_repairer(*sources).suggest(COPY) if suggestion.replacement is not None
    )
    return proposed


def test_agreeing_sources_raise_the_confidence() -> None:
    agreed, fewer = (proposal(*sources).confidence or 0.0 for sources in (SAYS, SAYS[:2]))
    assert agreed > fewer + 0.005


def test_two_agreeing_spellings_leave_the_word_of_the_copy() -> None:
    assert "Zelensky Zelensky" not in str(proposal(*SAYS))
    assert proposal(*SAYS).replacement == "Volodymyr Zelensky"
