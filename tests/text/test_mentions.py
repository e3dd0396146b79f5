"""Mentions in a text: their spans, kinds and titles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.types import Kind
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.mentions import CorpusCapitals, NameOccurrence, find, find_occurrences

# Text, and the names in it in order.
NAMES = [
    ("The mayor met Ingrid Solheim in Bergen.", ["Ingrid Solheim", "Bergen"]),
    ("A letter from Ursula von der Leyen arrived.", ["Ursula von der Leyen"]),
    ("The trainer Frederik ten Bosch was in Gent.", ["Frederik ten Bosch", "Gent"]),
    ("In Kyiv ten Ukrainian families waited.", ["Kyiv"]),
    ("They flew from Frankfurt am Main to Idar.", ["Frankfurt am Main", "Idar"]),
    ("Talks between Mohammed bin Salman and Bashar al-Assad failed.", ["Mohammed bin Salman", "Bashar al-Assad"]),
    ("He quoted J.K. Rowling and George H. W. Bush.", ["J.K. Rowling", "George H. W. Bush"]),
    ("The U.S. and the UK agreed.", ["U.S.", "UK"]),
    ("Ukraine’s allies and Rutte's staff met.", ["Ukraine", "Rutte"]),
    ("Members of the Coalition of the Willing met.", ["Coalition of the Willing"]),
    (
        "It was printed by the International Institute for Strategic Studies.",
        ["International Institute for Strategic Studies"],
    ),
    ("She runs the Department of Health and Human Services.", ["Department of Health and Human Services"]),
    (
        "The men were arrested by the Economic and Financial Crimes Commission, it was said.",
        ["Economic and Financial Crimes Commission"],
    ),
    ("It was approved by the Food and Drug Administration in spring.", ["Food and Drug Administration"]),
    ("It was said by the Ministry for Foreign and European Affairs.", ["Ministry for Foreign and European Affairs"]),
    ("The case was opened by the European Public Prosecutor's Office.", ["European Public Prosecutor's Office"]),
    ("It was sent to the Ombudsman’s Office, and to Rutte’s Office.", ["Ombudsman’s Office", "Rutte", "Office"]),
    ("She led the National Anti-corruption Bureau for years.", ["National Anti-corruption Bureau"]),
    ("She left the Office for High-ranking Officials in May.", ["Office for High-ranking Officials"]),
    ("A letter of President of Kenya William Ruto was read.", ["Kenya", "William Ruto"]),
    ("It was read by the Mayor of New York Eric Adams.", ["New York", "Eric Adams"]),
    ("They met the Governor of the Bank of England Andrew Bailey.", ["Bank of England", "Andrew Bailey"]),
    ("He met the head of the Presidential Office Ola Nordmann.", ["Presidential Office", "Ola Nordmann"]),
    ("They asked President of China Xi Jinping in writing.", ["China", "Xi Jinping"]),
    ("He was the mayor of San Salvador for years.", ["San Salvador"]),
    ("She is the director of Jean Monnet University.", ["Jean Monnet University"]),
    ("The army of the Commander-in-Chief Ola Nordmann left.", ["Ola Nordmann"]),
    ("They drove from Western Australia to the coast.", ["Western Australia"]),
    ("It was the group Islamic State that was named.", ["Islamic State"]),
    ("Hurricane Vexa hit the coast in the night.", ["Hurricane Vexa"]),
    (
        "It was told to the Ministry of Land, Infrastructure, Transport and Tourism in spring.",
        ["Ministry of Land, Infrastructure, Transport and Tourism"],
    ),
    (
        "It was told to the Ministry of Finance, Volkswagen and Renault in spring.",
        ["Ministry of Finance", "Volkswagen", "Renault"],
    ),
    ("It was told to Information Minister Ola Nordmann in spring.", ["Ola Nordmann"]),
    ("They praised US Senate Majority Leader Ola Nordmann for it.", ["US Senate", "Ola Nordmann"]),
    ("Ulsan head coach Kim Pan-gon praised the team on Sunday.", ["Ulsan", "Kim Pan-gon"]),
    ("Lawyer Joseba Goikoetxea announced an appeal.", ["Joseba Goikoetxea"]),
    ("The sets are by Ola Farmer of Budapest, it was said.", ["Ola Farmer", "Budapest"]),
    ("They took it in response to level II of the plan.", []),
    ("He is the father of Austin Reed Parker, it was said.", ["Austin Reed Parker"]),
    ("Black Sabbath played in the night of the storm.", ["Black Sabbath"]),
    ("It was told to the President and Foreign Ministry in spring.", ["Foreign Ministry"]),
    ("He wrote To Paris on it, and then To Lam spoke.", ["Paris", "To Lam"]),
    ("New Zealand left, and Human Rights Watch was told of it.", ["New Zealand", "Human Rights Watch"]),
    ("Human Rights Watch was told of the plan in spring.", ["Human Rights Watch"]),
    ("New South Wales was told of the plan in spring.", ["New South Wales"]),
    (
        "It was told to the Institute for Health and Welfare and the World Bank in spring.",
        ["Institute for Health and Welfare", "World Bank"],
    ),
    ("He was named Bishop of Rome Pope Francis in the text.", ["Rome", "Francis"]),
    ("It was sold to Air France-KLM in spring.", ["Air France-KLM"]),
    ("He is a member of the European Parliament Ola Nordmann met.", ["European Parliament", "Ola Nordmann"]),
    ("Rival IBM was told of the plan in spring.", ["IBM"]),
    ("Former Treasury Secretary Ola Nordmann left.", ["Treasury", "Ola Nordmann"]),
    ("They met in St. Peter's Square and at Mar-a-Lago.", ["St. Peter's Square", "Mar-a-Lago"]),
    ("A train went to Usti nad Labem in the north.", ["Usti nad Labem"]),
    ("It was told to the Treasury and Justice Department.", ["Treasury", "Justice Department"]),
    ("It was told to the Kremlin and Defence Ministry.", ["Kremlin", "Defence Ministry"]),
    ("Some of the Conservative-led Finance Committee left.", ["Conservative", "Finance Committee"]),
    ("He joined the Bank of England in May.", ["Bank of England"]),
    ("They visited the People's Republic of China.", ["People's Republic of China"]),
    ("Shares of Johnson & Johnson fell.", ["Johnson & Johnson"]),
    ("The Franco-German talks were held on Monday in September.", []),
    ("Meanwhile, Despite That, nothing moved.", []),
    ("Meanwhile Oksana Lytvyn waited.", ["Oksana Lytvyn"]),
    ("British and Ukrainian officials said so on Thursday.", []),
    ("The French President left. The Prime Minister stayed.", []),
    ("President of Brazil is an office.", ["Brazil"]),
    ("Theresa May met April Jones in May.", ["Theresa May", "April Jones"]),
    ("The Three Gorges Dam was built after World War Two.", ["Three Gorges Dam", "World War Two"]),
    ("A striker of a Serie A club scored.", ["Serie A"]),
    ("“Why now?” asked Petra Novotná.", ["Petra Novotná"]),
    ("Kenji Watanabe said: “Nothing is lost.”", ["Kenji Watanabe"]),
    ("He fled to Hodeidah in Yemen.", ["Hodeidah", "Yemen"]),
    ("She moved to Newark-on-Trent from Gyeonggi-do.", ["Newark-on-Trent", "Gyeonggi-do"]),
    ("It was first printed by Novinky.cz and by Hyun-jin Ryu.", ["Novinky.cz", "Hyun-jin Ryu"]),
    ("The envoys Ban Ki-moon and Chiang Wan-an, and An Se-young.", ["Ban Ki-moon", "Chiang Wan-an", "An Se-young"]),
    ("The Hong Kong-run fund and the Tim Cook-run firm grew.", ["Hong Kong", "Tim Cook"]),
    ("The party chief To Lam went to Rome.", ["To Lam", "Rome"]),
    ("A note by the Sociologist Marcel Dubois was found.", ["Marcel Dubois"]),
    ("A match of Paris Saint-Germain was called off.", ["Paris Saint-Germain"]),
    ("Pro-Russian rebels took a US-backed base.", ["US"]),
    ("", []),
    ("\n\n \t", []),
]

# Text, the name, its title.
TITLES = [
    ("NATO Secretary General Mark Rutte spoke.", "Mark Rutte", "NATO Secretary General"),
    ("It was the Nato chief Mark Rutte who spoke.", "Mark Rutte", "Nato chief"),
    ("French President Emmanuel Macron spoke.", "Emmanuel Macron", "French President"),
    ("UK Prime Minister Sir Keir Starmer spoke.", "Keir Starmer", "UK Prime Minister"),
    ("A call by US special envoy Steve Witkoff came.", "Steve Witkoff", "US special envoy"),
    ("Secretary of State Antony Blinken flew home.", "Antony Blinken", "Secretary of State"),
    ("The Prime Minister of Malaysia Anwar Ibrahim spoke.", "Anwar Ibrahim", "Prime Minister of Malaysia"),
    ("A call by the head of FIFA Gianni Infantino came.", "Gianni Infantino", "head of FIFA"),
    ("It was told to Gov. Ola Nordmann in May.", "Ola Nordmann", "Gov"),
    ("They closed Antigonish, according to Sergeant Ola Nordmann.", "Antigonish", ""),
    ("It is of Acme Holdings, who will be tried before judge Nordmann.", "Acme Holdings", ""),
    ("Mr. Tanaka declined.", "Tanaka", "Mr"),
    ("Jana Dvorak, the ministry's spokeswoman, declined.", "Jana Dvorak", "ministry spokeswoman"),
    ("The Kremlin's spokesman Dmitry Peskov declined.", "Dmitry Peskov", "Kremlin spokesman"),
    ("The Justice Department declined.", "Justice Department", ""),
    ("Shares of General Motors fell.", "General Motors", ""),
]

KINDS = [
    ("Asked, Okonkwo said no.", "Okonkwo", Kind.PERSON),
    ("The mayor met Ingrid Solheim.", "Ingrid Solheim", Kind.PERSON),
    ("It rained in Poland.", "Poland", Kind.PLACE),
    ("He lives in Zbraslavice.", "Zbraslavice", Kind.PLACE),
    ("She swam in Lake Baikal.", "Lake Baikal", Kind.PLACE),
    ("A report by the University of Tartu.", "University of Tartu", Kind.ORGANISATION),
    ("A report by the NRK.", "NRK", Kind.ORGANISATION),
    ("Shares of Acme Holdings fell.", "Acme Holdings", Kind.ORGANISATION),
    ("A letter by the Islamic State said so.", "Islamic State", Kind.OTHER),
    ("The company's rival Novartis rose.", "Novartis", Kind.ORGANISATION),
    ("Shares of Goldman Sachs fell.", "Goldman Sachs", Kind.ORGANISATION),
    ("It was sent to Kizza Besigye.", "Kizza Besigye", Kind.PERSON),
    ("They won the Davis Cup.", "Davis Cup", Kind.OTHER),
]


def sightings(text: str) -> tuple[NameOccurrence, ...]:
    analysis = AnalyzedText(text)
    return find_occurrences(analysis, CorpusCapitals().add([analysis]), Lexicon.load())


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: list[str]) -> None:
    assert [mention.surface for mention in find(text)] == names


@pytest.mark.parametrize(("text", "name", "title"), TITLES)
def test_titles(text: str, name: str, title: str) -> None:
    assert (name, title) in [(mention.surface, mention.title) for mention in sightings(text)]


@pytest.mark.parametrize(("text", "name", "kind"), KINDS)
def test_kinds(text: str, name: str, kind: Kind) -> None:
    assert {mention.surface: mention.kind for mention in sightings(text)}[name] is kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("National Security Adviser Bo-ra Lindqist said so.", ["Bo-ra Lindqist"]),
        ("He met Senior Aide Zorv Quillmark.", ["Zorv Quillmark"]),
        ("Opposition Lawmaker Zorv Quillmark left.", ["Zorv Quillmark"]),
        ("The National Teacher Training Agency opened.", ["National Teacher Training Agency"]),
        ("She reads National Farmer Magazine in Oslo.", ["National Farmer Magazine", "Oslo"]),
        ("The Bride of Teacher Zorv Quillmark sold well.", ["Bride of Teacher Zorv Quillmark"]),
    ],
)
def test_a_role_after_a_word_of_titles_is_a_title_before_a_full_name(text: str, names: list[str]) -> None:
    assert [mention.surface for mention in find(text)] == names


def test_headline_words_need_evidence_that_they_are_names() -> None:
    text = "Mayor Promises More Trains For Oslo\n\nThe mayor of Oslo, Kari Nordmann, promised trains."
    assert [mention.surface for mention in find(text)] == ["Oslo", "Oslo", "Kari Nordmann"]


def test_a_headline_is_split_into_names_that_prose_has_apart() -> None:
    text = "Nordmann Haugen\n\nThe meeting with Nordmann was short. Later Haugen left, and so did Nordmann and Haugen."
    assert [mention.surface for mention in find(text)][:2] == ["Nordmann", "Haugen"]


def test_a_line_in_capitals_is_not_a_run_of_acronyms() -> None:
    assert [mention.surface for mention in find("TRAINS ARE LATE IN OSLO\nTrains in Oslo are late.")] == [
        "OSLO",
        "Oslo",
    ]


def test_other_texts_are_evidence_for_a_word_at_the_start_of_a_sentence() -> None:
    text = "Reed was silent."
    assert find(text) == ()
    evidence = CorpusCapitals().add([AnalyzedText("We saw Reed, and then Reed saw us.")])
    assert [mention.surface for mention in find(text, evidence=evidence)] == ["Reed"]


def test_names_of_a_mangled_text_are_found_too() -> None:
    surfaces = [mention.surface for mention in find("Then Presidant Voldo Mire Zelinski met Latte, a NATO man.")]
    assert "Latte" in surfaces
    assert any("Zelinski" in surface for surface in surfaces)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Ab ’'.-\nÉ\u00a0Ø漢\u200fof theRutte1&\"“”()", max_size=80))
def test_spans_hold_their_surface_and_never_overlap(text: str) -> None:
    end = 0
    for mention in find(text):
        assert text[mention.span.start : mention.span.end] == mention.surface
        assert mention.span.start >= end
        assert mention.sentence.start <= mention.span.start
        end = mention.span.end
