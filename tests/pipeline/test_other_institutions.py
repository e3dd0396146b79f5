"""Other institutions: names that differ in a well-known place."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

SOURCE = "The {name} opened a new hall on Friday and spoke of progress. The hall cost nine million dollars."


def proposed(name: str, other: str) -> list[str | None]:
    """Return what is proposed in a copy with ``name`` where the source has ``other``."""
    suggestions = plain_repairer(SOURCE.format(name=other)).suggest(SOURCE.format(name=name))
    return [each.replacement for each in suggestions if each.replacement is not None]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Bank of Guyana", "Bank of Ghana"),
        ("University of Lagos", "University of Laos"),
        ("Ministry of Health of Mali", "Ministry of Health of Malawi"),
        ("Central Bank of Iran", "Central Bank of Iraq"),
        ("National Bank of Slovakia", "National Bank of Slovenia"),
    ],
)
def test_an_institution_of_another_country_is_right(name: str, other: str) -> None:
    assert proposed(name, other) == []
    assert proposed(other, name) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [("Bank of Guyanna", "Bank of Guyana"), ("University of Melburn", "University of Melbourne")],
)
def test_a_garbled_place_is_mended(name: str, other: str) -> None:
    assert proposed(name, other) == [other]
