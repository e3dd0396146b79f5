"""Scanned prints: many of their ordinary words are misread, and there are specks between words."""

from __future__ import annotations

import pytest

from repair.text.lexicon import Lexicon
from repair.text.scans import has_misread_letters, misspelt_share
from repair.text.tokens import tokenize


def share(text: str) -> float:
    return misspelt_share(tokenize(text), Lexicon.load())


def test_the_share_counts_lower_case_words_that_nobody_knows() -> None:
    assert share("The goverument saıd thot the briclge was closcd on Monday.") > 0.3
    assert share("The government said that the bridge was closed on Monday.") == 0.0


def test_unknown_names_and_a_single_slip_do_not_count() -> None:
    assert share("Qwyzzlatch met Brxtolm in Vhandrel and spoke about the brigde of the town.") == 0.0
    assert share("") == 0.0


def has_signs(text: str) -> bool:
    return has_misread_letters(text, tokenize(text), Lexicon.load())


@pytest.mark.parametrize(
    "text",
    [
        "The harbour opencd on Monday _ and the fcrry left with forly people, ~ the mayor said.",
        "The govemor spoke about the harbour for a long time, and everybody in the hall listened to him.",  # rn as m
        "; Tbe mayor sajd tliat the harhour wuuld opcn . . on Monclay | after the rcpairs",
    ],
)
def test_misread_letters_and_specks_are_signs_of_a_scan(text: str) -> None:
    assert has_signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The harbour opened on Monday and the ferry left with forty people, the mayor said.",
        "The mayor of Vhandrel, Qwyzz Brxtolm, and Umbrelko Stavnes of Hjartdal opened the harbour.",  # unknown names
        "The harbor openned on Monday and peple were definately happy, the mayor wrote on his blogg.",  # spelling
        "Results: Lund - Malmo 3 : 1, Ystad - Lund 0 : 0 | Table : Lund 7 , Ystad 4 , Malmo 1",  # a table
        "m" * 100_000,
        "The mayor -- a former boxer -- ran the harbour from 1985 - 1999 and was its best adjustor, the paper wrote.",
        "> > The harbour opens on Monday.\n> Which ferry will be the farst?\n> = = = The mayor will tell us. < end >",
    ],
)
def test_other_copy_shows_no_signs_of_a_scan(text: str) -> None:
    assert not has_signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "The mayor opened the harbour inthe evening and everybody . came | to listen.",
        "eee The mayor of the town spoke very well eae of the harbonr and of the ferry.",
        "Tae mayor saic thet te harbour wos openid att noon wath a lond clapp of hancs, wno cane ftom afan he asked.",
    ],
)
def test_words_run_together_noise_and_many_unknown_words_are_signs_too(text: str) -> None:
    assert has_signs(text)


def test_many_words_of_another_language_are_no_sign() -> None:
    assert not has_signs(
        "The dish has kartofla, gúrka, brauðsúpa, fiskibolla and lækjarsíld, said the cook of the inn."
    )
