"""Names with right letters and wrong spaces are suggested; established spellings are left alone."""

from __future__ import annotations

import pytest

from repair import Document, Gazetteer, Repairer
from repair.core.types import Action

SOURCES = [
    "Marit Van Daal opened the bridge at Zutphen on Tuesday. The Veluwe Strip needs aid, said Jochem Roelofsen.",
    "The bridge at Zutphen is open, and aid came to the Veluwe Strip. Marit Van Daal and Jochem Roelofsen were there. "
    "Kim Jong-un wrote to Delftworks.",
]


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([Document(str(n), text, f"outlet{n}") for n, text in enumerate(SOURCES)]))


def proposed(repairer: Repairer, text: str) -> list[tuple[str, str | None]]:
    suggestions = repairer.suggest(Document("copy", text))
    return [
        (suggestion.surface, suggestion.replacement)
        for suggestion in suggestions
        if suggestion.action is not Action.VARIANT and suggestion.replacement
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge was opened by Marit VanDaal.", ("VanDaal", "Van Daal")),
        ("The bridge in Zut phen is open.", ("Zut phen", "Zutphen")),
        ("Jochem Roelof sen asked for aid.", ("Roelof sen", "Roelofsen")),
        ("Jochem Roe Lofsen asked for aid.", ("Jochem Roe Lofsen", "Jochem Roelofsen")),
        ("Aid came to the Strip from Veluwe today.", ("Strip from Veluwe", "Veluwe Strip")),
    ],
)
def test_wrong_spaces_are_suggested(repairer: Repairer, text: str, expected: tuple[str, str]) -> None:
    assert proposed(repairer, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Kim Jong Un wrote a letter. Kim Jongun wrote again.",
        "She walked from Zutphen to the Strip.",
        "Delft works on a bridge of its own.",
        "The van Daal family came from Utrecht.",
    ],
)
def test_other_spacings_are_left_alone(repairer: Repairer, text: str) -> None:
    assert proposed(repairer, text) == []
