"""Chinese readings: a word in pinyin is proposed to be a name whose characters are read so in Mandarin."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Action

SOURCE = (
    "Former president Moon Jae-in visited the province of Bac Giang on Monday. The Vietnamese premier Pham Minh Chinh "
    "showed Moon a new school, and Park Geun-hye sent a letter. The teacher Le Thi Hoa came from the Elysee."
)


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([SOURCE]))


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("The visitor Wen Zaiyin praised the school, the mayor said.", ("Wen Zaiyin", "Moon Jae-in")),
        ("The province of Beijiang has a new school.", ("Beijiang", "Bac Giang")),
        ("The premier, Fan Mingzheng, showed him a school.", ("Fan Mingzheng", "Pham Minh Chinh")),
        ("Her successor Piao Jinhui sent a letter, the mayor said.", ("Piao Jinhui", "Park Geun-hye")),
    ],
)
def test_the_name_with_the_same_characters_is_proposed_for_review(
    repairer: Repairer, copy: str, expected: tuple[str, str]
) -> None:
    found = [each for each in repairer.suggest(copy) if each.replacement is not None]
    assert [(each.surface, each.replacement) for each in found] == [expected]
    assert found[0].action is Action.REVIEW


@pytest.mark.parametrize(
    ("form", "name", "other"),
    [
        ("Zheng Yixuan", "Chung Euisun", "Chung Kisun"),
        ("Zheng Jixuan", "Chung Kisun", "Chung Euisun"),
        ("Ju Guangmo", "Koo Kwang-mo", "Koo Bon-joon"),
        ("Jin Zhengnan", "Kim Jong-nam", "Kim Min-jae"),
        ("Piao Zhixing", "Park Ji-sung", "Park Joo-ho"),
    ],
)
def test_usual_spellings_of_korean_names(form: str, name: str, other: str) -> None:
    repairer = Repairer(Gazetteer.build([f"Chairman {name} spoke in Ulsan on Monday. The builder {other} did not."]))
    found = [each.replacement for each in repairer.suggest(f"Chairman {form} spoke in Ulsan on Monday.")]
    assert found == [name]


def test_an_english_given_name_has_no_characters() -> None:
    source = "The secretary Paul Chan Kin-wah opened the pier on Monday. His deputy Carol Leung Suk-yee was there."
    repairer = Repairer(Gazetteer.build([source]))
    found = [each.replacement for each in repairer.suggest("The secretary Chen Jianhua opened the pier on Monday.")]
    assert found == ["Paul Chan Kin-wah"]


@pytest.mark.parametrize(
    ("form", "name", "other"),
    [
        ("Ruan Chunlan", "Nguyen Xuan Lan", "Tran Van Hai"),
        ("Liang Xiong", "Luong Hung", "Dang Quang"),
        ("Ruan Shi Ming Kai", "Nguyen Thi Minh Khai", "Vo Thi Hong"),
    ],
)
def test_names_of_vietnamese(form: str, name: str, other: str) -> None:
    repairer = Repairer(Gazetteer.build([f"The singer {name} spoke in Hue on Monday. The builder {other} did not."]))
    found = [each.replacement for each in repairer.suggest(f"The singer {form} spoke in Hue on Monday.")]
    assert found == [name]


@pytest.mark.parametrize(
    "copy",
    [
        "Wang Xiaoming came along and praised the school.",  # no reading of any name of the story
        "Moon Jae-in went home to Bac Giang.",
        "He bought a banana in Hanoi.",
        "Emilio said to them: luego huiría.",  # syllables of Mandarin, but names of another language
        "They sailed from Rapa Nui to Kerguelen.",  # no syllables of Mandarin
    ],
)
def test_other_names_and_right_ones_are_left_alone(repairer: Repairer, copy: str) -> None:
    assert [each for each in repairer.suggest(copy) if each.replacement is not None] == []
