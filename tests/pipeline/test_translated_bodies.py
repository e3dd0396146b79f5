"""Bodies with a translated word or a moved adjective are proposed back; other bodies and free descriptions stay."""

from __future__ import annotations

import pytest
from core_fixtures import repairer

SOURCES = (
    "The International Criminal Court in The Hague and Amnesty International spoke to the Organization of the "
    "Petroleum Exporting Countries on Monday. The Northern Pipeline Consortium, the International Monetary Fund and "
    "Transparency International sent letters. The Basel Committee on Banking Supervision met, and so did the "
    "International Labour Organization, the Nuclear Suppliers Group and Survival International.",
    "A judge of the International Criminal Court met Amnesty International. The Organization of the Petroleum "
    "Exporting Countries, the Northern Pipeline Consortium and the International Monetary Fund gave money; "
    "Transparency International, the Basel Committee on Banking Supervision, the International Labour Organization, "
    "the Nuclear Suppliers Group and Survival International did not.",
)


def proposed(copy: str) -> list[tuple[str, str | None]]:
    suggestions = repairer(*SOURCES).suggest(copy)
    return [(each.surface, each.replacement) for each in suggestions if each.replacement is not None]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("International Penal Court", "International Criminal Court"),
        ("Organization of Oil Exporting Countries", "Organization of the Petroleum Exporting Countries"),
        ("Organisation of Oil Exporting Countries", "Organization of the Petroleum Exporting Countries"),
        ("Northern Pipe Consortium", "Northern Pipeline Consortium"),
        ("International Currency Fund", "International Monetary Fund"),
        ("Basel Committee on Banking Surveillance", "Basel Committee on Banking Supervision"),
        ("International Work Organization", "International Labour Organization"),
        ("Atomic Suppliers Group", "Nuclear Suppliers Group"),
        ("International Penal Tribunal", "International Criminal Court"),
        ("International Amnesty", "Amnesty International"),
        ("International Transparency", "Transparency International"),
        ("International Survival", "Survival International"),
    ],
)
def test_a_translated_body_is_proposed_back(form: str, name: str) -> None:
    assert proposed(f"The letters were sent on Monday, and the {form} answered in The Hague.") == [(form, name)]


@pytest.mark.parametrize(
    "copy",
    [
        "The International Labor Organization and the International Labour Organisation are one.",
        "The World Health Organization and the Nuclear Energy Agency sent letters on Monday.",
        "The oil exporting countries and the penal court of the town met on Monday.",
        "The International Court of Justice, the European Court and the Central Criminal Court sent letters on Monday.",
        "An International Amnesty Day, an international amnesty and the Transparency Act were in the letters.",
        "The Northern Gas Consortium and the Southern Pipe Consortium gave money on Monday.",
        "International Survival Games and the Nuclear Threat Initiative got letters on Monday.",
        "The International Monetary Fund's fund, the Monetary Fund and the Criminal Court sent letters.",
        "The Labour Organization of the town and the Workers Party sent letters on Monday.",
        "The Suppliers' Nuclear Group and the Nuclear Suppliers' Group sent letters on Monday.",
        "A Banking Supervision Committee and the Committee on Banking were in Basel on Monday.",
    ],
)
def test_other_bodies_and_descriptions_stay(copy: str) -> None:
    assert proposed(copy) == []
