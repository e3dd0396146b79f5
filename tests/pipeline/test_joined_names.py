"""Two words side by side are not corrected to a name that no source has."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

SOURCES = (
    "Ivo Brandal, Tom Hartwick and Mazloum Serani met in Tarvik. Ostrava and Ankara agreed to the truce.",
    "Tom Hartwick left Ankara for Ostrava; Mazloum Serani did not. The truce holds.",
)


@pytest.mark.parametrize(
    ("copy", "replacements"),
    [
        ("Mazlum Ankra, a poet, sang.", []),
        ("Mazlum Serini met Tom Hartwick, who left for Ostrava.", ["Mazloum Serani"]),
    ],
)
def test_no_name_is_put_together_from_two(copy: str, replacements: list[str]) -> None:
    assert [each.replacement for each in plain_repairer(*SOURCES).suggest(copy) if each.replacement] == replacements
