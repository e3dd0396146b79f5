"""Possible namesakes: the doubt is named where a lower threshold shows the suggestion."""

from __future__ import annotations

from dataclasses import replace

from core_fixtures import plain_repairer

from repair.pipeline.doubts import DOUBT, NAMESAKE
from repair.pipeline.possible_namesakes import MOST

SOURCE = (
    "GENEVA - The president of the rowing federation, Martin Keller, opened the regatta on Lake Geneva on Monday. "
    "Keller said that the water was calm. Crews from thirty countries came."
)
COPY = (
    "The rowing federation opened its regatta on Lake Geneva on Monday and said that the water was calm. The Austrian "
    "baker Martin Kellner sells bread to the crews. Kellner gets up at three in the morning."
)


def test_a_namesake_is_suggested_below_the_usual_threshold_only() -> None:
    shipped = plain_repairer(SOURCE)
    low = shipped.with_gazetteer(shipped.gazetteer)
    low.options = replace(low.options, review_at=0.3)
    shown = [each for each in low.suggest(COPY) if each.replacement is not None]
    assert [(each.surface, each.replacement, each.confidence) for each in shown] == [
        ("Martin Kellner", "Martin Keller", MOST),
        ("Kellner", "Keller", MOST),
    ]
    assert (shown[0].reasons[0].key, shown[0].reasons[0].text) == (DOUBT, NAMESAKE)
    assert [each.surface for each in shipped.suggest(COPY) if each.replacement is not None] == []


def test_a_woman_is_not_the_man_of_the_sources() -> None:
    source = (
        "The ministry will buy forty boats for the lake police, the spokesman Karl Weidner said on Friday. "
        "The order is worth ten million euros, Weidner said."
    )
    copy = "The ministry buys forty boats for the police of the lakes, the {} said on Friday."
    repairer = plain_repairer(source)

    def proposed(person: str) -> list[str | None]:
        return [each.replacement for each in repairer.suggest(copy.format(person)) if each.replacement is not None]

    assert proposed("spokesman Karl Weimar") == ["Karl Weidner"]
    assert proposed("spokeswoman Karla Weimar") == []
    assert proposed("spokeswoman Katrin Weimar") == []
