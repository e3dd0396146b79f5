"""A person in the news is not a garbled other name, even where the sources tell the same sentence of the other one."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Action

SENTENCE = "{} opened the talks on fishing quotas in Oslo on Thursday and left without a word to reporters."
REST = " The talks go on until Saturday. Two boats were seized last week."


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ("Sergei Naryshkin", "Sergei Naryshnik"),
        ("Jadranka Kosor", "Jadranka Kosar"),
        ("Kenji Fujimori", "Keiko Fujimori"),
        ("Hun Many", "Hun Manet"),
        ("Wang Huning", "Wang Hunan"),
        ("Nicolas Maduro", "Nicolas Madero"),
        ("Dmitry Patrushev", "Nikolai Patrushev"),
        ("Bashar al-Assad", "Asaad al-Dandashi"),
    ],
)
def test_a_person_in_the_news_is_left_alone(right: str, other: str) -> None:
    suggestions = plain_repairer(SENTENCE.format(other) + REST).suggest(SENTENCE.format(right) + REST)
    assert [each.surface for each in suggestions if each.replacement is not None] == []


@pytest.mark.parametrize(
    ("mangled", "right"), [("Sergei Narishkyn", "Sergei Naryshkin"), ("Keyko Fujimuri", "Keiko Fujimori")]
)
def test_a_garbled_person_in_the_news_is_corrected(mangled: str, right: str) -> None:
    suggestions = plain_repairer(SENTENCE.format(right) + REST).suggest(SENTENCE.format(mangled) + REST)
    copy = SENTENCE.format(mangled)
    for each in reversed(suggestions):
        copy = copy[: each.span.start] + str(each.replacement) + copy[each.span.end :]
    assert copy == SENTENCE.format(right)


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ("Yi Dong-hae", "Lee Dong-hae"),
        ("Rhee Dong-hae", "Lee Dong-hae"),
        ("Yoo Sang-chul", "Ryu Sang-chul"),
        ("Suh Tae-won", "Seo Tae-won"),
        ("Chung Mi-rae", "Jeong Mi-rae"),
        ("Jo Dong-hae", "Cho Dong-hae"),
        ("Gim Sol-hee", "Kim Sol-hee"),
    ],
)
def test_another_spelling_of_a_korean_family_name_is_proposed(other: str, name: str) -> None:
    source = (
        f"SEOUL - South Korean President {name} met Harbour Minister Ko Bon-hwa on Friday. {name} praised the quay."
    )
    suggestions = plain_repairer(source).suggest(f"SEOUL - {other} met Ko Bon-hwa. The boats of the Dutch left.")
    family = other.split()[0]
    assert [each.surface.split()[0] for each in suggestions if each.replacement] == [family]


@pytest.mark.parametrize(("other", "name"), [("Choi Dong-hae", "Cho Dong-hae"), ("Jang Bo-ra", "Yang Bo-ra")])
def test_another_korean_family_is_left_alone(other: str, name: str) -> None:
    source = (
        f"SEOUL - The South Korean minister {name} met the harbour master on Friday. He said that the quay was open."
    )
    copy = f"{other}, a South Korean, toured a bakery with his wife and ate two rolls."
    suggestions = plain_repairer(source, source + " It rained.").suggest(copy)
    assert [each.replacement for each in suggestions if each.replacement] == []


def test_another_spelling_of_a_person_in_the_news_is_still_proposed() -> None:
    copy, source = SENTENCE.format("Emomali Rahmon"), SENTENCE.format("Emomali Rakhmon")
    assert [each.replacement for each in plain_repairer(source + REST).suggest(copy)] == ["Emomali Rakhmon"]


def test_the_surname_of_a_person_in_the_news_is_never_changed_unasked() -> None:
    sources = [SENTENCE.format("Naryshnik") + REST, SENTENCE.format("Naryshnik") + " Nobody was hurt."]
    suggestions = plain_repairer(*sources).suggest(SENTENCE.format("Naryshkin") + REST)
    assert Action.APPLY not in [each.action for each in suggestions]
    elsewhere = plain_repairer("Naryshnik is a village of bakers in the hills. Bread is good there.")
    assert [each.replacement for each in elsewhere.suggest(SENTENCE.format("Naryshkin")) if each.replacement] == []


def test_the_surname_of_a_woman_that_lost_its_ending_is_corrected() -> None:
    source = SENTENCE.format("Polina Gagarina") + " Gagarina sings on Sunday."
    suggestions = plain_repairer(source).suggest(SENTENCE.format("Polina Gagarin") + " Gagarin sings on Sunday.")
    assert {each.replacement for each in suggestions} == {"Polina Gagarina", "Gagarina"}


def test_a_transcript_that_names_a_person_in_the_news_is_left_alone() -> None:
    source = "Akil Nadir joined the call on fish prices. Akil Nadir said that prices would fall after the spring."
    copy = "and so lord mandelson said after that peter mandelson joined the call on fish prices"
    assert [each.replacement for each in plain_repairer(source).suggest(copy) if each.replacement] == []


IN_FULL = "{} opened the talks on fishing quotas in Oslo on Thursday. {} left without a word to reporters."


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Nodirbek Abdusattorov", "Nodirbek Abdusalomov"),
        ("Andriy Yermak", "Andriy Yermakov"),
        ("Hossein Amirabdollahian", "Hossein Abdollahian"),
        ("Zviad Dzidziguri", "Zviad Dzidzigari"),
    ],
)
@pytest.mark.parametrize("written", ["{}", "Minister {}", "{}'s deputies", "“{}”, she said,"])
def test_the_surname_alone_of_a_person_named_in_full_is_left_alone(name: str, other: str, written: str) -> None:
    surname, other_surname = name.split()[-1], other.split()[-1]
    source = IN_FULL.format(other, written.format(other_surname)) + REST
    suggestions = plain_repairer(source).suggest(IN_FULL.format(name, written.format(surname)) + REST)
    assert [each.surface for each in suggestions if each.replacement is not None] == []
