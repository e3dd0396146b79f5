"""A form that shares a spelling key with a name of the sources is shown as a spelling variant, or for review."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Action, Kind


def proposed(copy: str, *sources: str) -> list[tuple[str, str, Action]]:
    found = plain_repairer(*sources).suggest(copy)
    return [(each.surface, each.replacement, each.action) for each in found if each.replacement is not None]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Varissimova", "Varisimova"),
        ("Asif Mahmood", "Asif Mahmud"),
        ("President Zelenskyy", "Zelensky"),
        ("Kochak", "Koçak"),
        ("Hudaydah", "Hodeidah"),
        ("Al Fashir", "El Fasher"),
    ],
)
def test_another_accepted_spelling_is_a_variant(form: str, name: str) -> None:
    copy, source = (f"The council thanked {each} on Monday." for each in (form, name))
    ((surface, replacement, action),) = proposed(copy, source)
    assert (surface, replacement, action) == (form.split()[-1], name.split()[-1], Action.VARIANT)


def test_the_kind_is_a_spelling_variant() -> None:
    (found,) = plain_repairer("Anna Varisimova won.").suggest("Anna Varissimova won.")
    assert (found.kind, found.reasons[0].key) == (Kind.SPELLING_VARIANT, "spelling_variant")


def test_a_spelling_that_nobody_has_is_for_review() -> None:
    assert proposed("Kyoboo bought the insurer.", "Kyobo bought the insurer.") == [("Kyoboo", "Kyobo", Action.REVIEW)]
    source = "Kyobo of Tokyo bought the Japanese insurer."
    assert [action for *_, action in proposed(source.replace("Kyobo", "Kyoboo"), source)] == [Action.VARIANT]


@pytest.mark.parametrize(
    ("copy", "source"),
    [
        ("Aleksandr Rusimov lost the race.", "Alexander Vinde lost the race."),
        ("Sergey lost the race.", "Sergei Vinde lost the race."),
        ("The St. Petersburg race was lost.", "The Saint Petersburg race was lost."),
        ("Zelenskyy spoke, and Zelensky left.", "Zelenskyy spoke, and Zelensky left."),
    ],
)
def test_the_name_of_somebody_else_and_a_spelling_of_the_sources_stay(copy: str, source: str) -> None:
    assert proposed(copy, source) == []
