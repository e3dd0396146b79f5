"""Names in transcripts: proposed by their sound, in copy that was spoken, and never where the name is right."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Action, Kind, Suggestion
from repair.pipeline.rules.speech.spoken_candidates import candidates
from repair.pipeline.rules.speech.spoken_confidence import with_homophones
from repair.pipeline.rules.speech.spoken_features import FEATURES, SpokenCandidate
from repair.pipeline.rules.speech.spoken_frames import AFTER, BEFORE, frame_after, frame_before
from repair.pipeline.rules.speech.spoken_list import SpokenNames
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

PEOPLE = ("Jonathan Lamers", "Andrew Obin", "Carolina Dybeck", "Scott Stember", "Maureen Mulholland", "Steve Tusa")
SPEECH = (
    "thank you and good morning everyone um we are pleased with our results you know and i think our teams did a great "
    "job so i'll stop here and we can take your questions {words} thank you very much"
)


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build(["\n".join([*PEOPLE, "Northfield Mills", "Lakeside Partners", "Tampa", "Ohio"])]))


def proposed(repairer: Repairer, words: str) -> list[tuple[str, str | None]]:
    return [(each.surface, each.replacement) for each in suggestions(repairer, words)]


def suggestions(repairer: Repairer, words: str) -> list[Suggestion]:
    return [each for each in repairer.suggest(SPEECH.format(words=words)) if each.replacement is not None]


@pytest.mark.parametrize(
    ("words", "heard", "name"),
    [
        ("our next question comes from jonathan lemurs please go ahead", "jonathan lemurs", "Jonathan Lamers"),
        ("the next question is from andrew open please go ahead", "andrew open", "Andrew Obin"),
        ("and now over to maureen mall holland our general counsel", "maureen mall holland", "Maureen Mulholland"),
        ("the next question comes from steve tooza with lakeside partners", "steve tooza", "Steve Tusa"),
        ("and over to our president scot stembar who will go on", "scot stembar", "Scott Stember"),
        ("our next question comes from andrew obins please go ahead", "andrew obins", "Andrew Obin"),
        ("our next question comes from jonathan i know with lakeside", "jonathan i know", "Jonathan Lamers"),
    ],
)
def test_a_half_recognised_name_is_proposed_by_its_sound(repairer: Repairer, words: str, heard: str, name: str) -> None:
    assert (heard, name) in proposed(repairer, words)


def test_a_given_name_is_proposed_where_a_speaker_is_addressed(repairer: Repairer) -> None:
    assert ("karolina", "Carolina") in proposed(repairer, "good morning karolina i have a question on the second half")


def test_letters_after_a_name_need_not_be_spoken() -> None:
    barristers = Repairer(Gazetteer.build(["Candida Rice KC thanked the court. Candida Rice KC is a barrister."]))
    for words in ("her barrister candida rice thanked the judges", "candida rice was glad"):
        assert proposed(barristers, words) == []


def test_a_given_name_without_its_hyphen_is_no_other_name() -> None:
    copy = AnalyzedText("thank you jean paul")
    lexicon = Lexicon.load()
    assert candidates(copy, SpokenNames.of(["Jean-Paul"], lexicon), lexicon) == []


@pytest.mark.parametrize(
    ("names", "words", "heard", "name"),
    [
        (("Kieran",), "since karen and the team spoke to you", "karen", "Kieran"),
        (("Julian",), "we took that from julie and in the spring", "julie and", "Julian"),
        (("Otto Brehmer",), "and mr bremmer will begin", "bremmer", "Brehmer"),
        (("Anne-Luz Anne-Luz",), "as ann luz noted before", "ann luz", "Anne-Luz Anne-Luz"),
        (("Paolo Sandri",), "back to the pow lo sandree for questions", "pow lo sandree", "Paolo Sandri"),
    ],
    ids=["no announcement", "a function word", "a surname after a title", "a name listed twice", "an article"],
)
def test_names_are_compared_with_the_words_around_them(
    names: tuple[str, ...], words: str, heard: str, name: str
) -> None:
    copy, lexicon = AnalyzedText(words), Lexicon.load()
    found = candidates(copy, SpokenNames.of(names, lexicon), lexicon)
    assert (heard, name) in [(" ".join(copy.folds[each.low : each.high]), each.name) for each in found]


def test_a_surname_without_a_title_is_no_candidate_of_its_own() -> None:
    copy, lexicon = AnalyzedText("and then bremmer will begin"), Lexicon.load()
    found = candidates(copy, SpokenNames.of(["Otto Brehmer"], lexicon), lexicon)
    assert "surname" not in {each.kind for each in found}


@pytest.mark.parametrize(
    ("names", "words", "name"),
    [
        (("Jean-Luc Maret",), "thank you john luke as you said", "Jean-Luc"),
        (("Jean-Luc Maret", "John", "Luke"), "thank you john luke as you said", "Jean-Luc"),
        (("Anne-Lise Dorval",), "back to annie lease dorval our president", "Anne-Lise Dorval"),
    ],
    ids=["given name", "of which both words are listed", "full name"],
)
def test_a_hyphenated_given_name_is_heard_as_two_names(names: tuple[str, ...], words: str, name: str) -> None:
    copy, lexicon = AnalyzedText(words), Lexicon.load()
    assert name in {each.name for each in candidates(copy, SpokenNames.of(names, lexicon), lexicon) if each.high > 3}


@pytest.mark.parametrize("words", ["thanks jean luc and good morning", "thank you mr maret", "and luc is here"])
def test_the_parts_of_a_hyphenated_name_are_right(words: str) -> None:
    copy, lexicon = AnalyzedText(words), Lexicon.load()
    found = candidates(copy, SpokenNames.of(["Jean-Luc Maret", "Sean", "Mark"], lexicon), lexicon)
    assert "Jean-Luc" not in {each.name for each in found}
    assert not {each.name for each in found if each.high == each.low + 1 and copy.folds[each.low] in ("jean", "luc")}
    assert not {each.name for each in found if copy.folds[each.low] == "mr"}


@pytest.mark.parametrize(
    ("names", "singles"),
    [
        (("Carin Holm", "Karin"), {"Carin", "Holm"}),
        (("Dean Holm", "Dan"), {"Dean", "Holm", "Dan"}),
        (("Spain", "Ana Holm"), {"Ana", "Holm"}),
        (("Florence Bank", "Iris & Sons", "New York"), set()),
        (("LIN Holm", "Ana B"), {"Holm", "Ana"}),
        (("Grand Holm",), {"Holm"}),
        (("Will Holm", "Ana van Holm"), {"Will", "Holm", "Ana"}),
        (("GE Capital", "Ana Holm"), {"Ana", "Holm"}),
        (("GE CAPITAL", "ANNA HOLM"), {"ANNA", "HOLM"}),
    ],
    ids=[
        "one sound",
        "two sounds",
        "a country",
        "institutions and places",
        "abbreviations",
        "a common word",
        "a function word",
        "an abbreviation in the name of a company",
        "a list in capitals",
    ],
)
def test_names_of_one_word_are_those_of_people(names: tuple[str, ...], singles: set[str]) -> None:
    assert {single.text for single in SpokenNames.of(names, Lexicon.load()).singles} == singles


@pytest.mark.parametrize(
    ("word", "raised"),
    [("karoleena", True), ("carolyn", False), ("karol", False), ("mark", False), ("beat", False), ("korona", False)],
    ids=["no word", "another sound", "a part", "another name", "a word", "rather a place"],
)
def test_a_recogniser_cannot_hear_how_a_name_is_spelt(word: str, raised: bool) -> None:
    copy, lexicon = AnalyzedText(f"and {word} will go on"), Lexicon.load()
    found = [SpokenCandidate(1, 2, name, "given") for name in ("Carolina", "Marc", "Beate", "Corona")]
    values = with_homophones(copy, found, [0.2, 0.2, 0.2, 0.2], lexicon)
    assert values == [0.6 if raised else 0.2, 0.2, 0.2, 0.2]


@pytest.mark.parametrize("name", ["- Ana Sol", "Ana Sol -", "Ana - Sol", "-", "--Ana", "Ana-", "Ana ½ Sol", ""])
def test_dashes_and_numbers_in_a_name_stop_nothing(name: str) -> None:
    copy, lexicon = AnalyzedText("thank you anna saul and good morning"), Lexicon.load()
    candidates(copy, SpokenNames.of([name, "Ana-Luz Sol"], lexicon), lexicon)


@pytest.mark.parametrize(("heard", "proposed"), [("samantha holm", False), ("sem holm", True)])
def test_the_full_form_of_a_given_name_is_right_beside_the_surname(heard: str, proposed: bool) -> None:
    copy, lexicon = AnalyzedText(f"and now {heard} our president"), Lexicon.load()
    found = candidates(copy, SpokenNames.of(["Sam Holm"], lexicon), lexicon)
    assert any(each.kind == "first" and each.low == 2 for each in found) is proposed


@pytest.mark.parametrize("heard", ["council member kowalczyk", "chairman kowalczyk", "bobby kowalczyk"])
def test_a_title_before_a_surname_is_no_given_name(heard: str) -> None:
    copy, lexicon = AnalyzedText(f"and now {heard} is here"), Lexicon.load()
    found = candidates(copy, SpokenNames.of(["Robert Kowalczyk", "Sherman Holm"], lexicon), lexicon)
    assert not [each for each in found if each.high - each.low > 1]


@pytest.mark.parametrize(
    ("words", "found"), [("doctor anna lisa holm is here", False), ("doctor lisa holm is here", True)]
)
def test_a_part_of_a_right_name_is_not_replaced_by_the_whole(words: str, found: bool) -> None:
    copy, lexicon = AnalyzedText(words), Lexicon.load()
    names = {each.name for each in candidates(copy, SpokenNames.of(["Annalisa Holm"], lexicon), lexicon)}
    assert ("Annalisa Holm" in names) is found


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("GE Holding", False),
        ("AJ Holm", True),
        ("Florence Forward", False),
        ("Florence Sharp", True),
        ("Jo Tin", True),
        ("South Korean", False),
        ("Dawn French", True),
    ],
)
def test_a_company_a_plan_or_a_people_is_nobody(name: str, is_person: bool) -> None:
    assert bool(SpokenNames.of([name, "Otto Menchon"], Lexicon.load()).people[1:]) is is_person


@pytest.mark.parametrize(
    ("words", "name"),
    [("my name is China and", "Gina"), ("comes from JPMorgan and", "Morgan")],
    ids=["country", "initials"],
)
def test_some_words_are_heard_for_no_given_name(words: str, name: str) -> None:
    copy, lexicon = AnalyzedText(words), Lexicon.load()
    found = candidates(copy, SpokenNames.of([name], lexicon), lexicon)
    assert not any(each.high == each.low + 1 for each in found)


def test_a_company_is_right_with_either_word_for_and() -> None:
    copy, lexicon = AnalyzedText("the question is from lena hart and company please"), Lexicon.load()
    assert candidates(copy, SpokenNames.of(["Lena Hart & Company"], lexicon), lexicon) == []


@pytest.mark.parametrize("verb", ["mentioned", "said", "noted"])
def test_a_verb_of_speech_is_no_part_of_a_name(verb: str) -> None:
    copy, lexicon = AnalyzedText(f"as otto {verb} we will go on"), Lexicon.load()
    people = SpokenNames.of(["Otto Menchon", "Otto Zedd", "Otto Nottid"], lexicon)
    assert candidates(copy, people, lexicon) == []


def test_an_abbreviation_of_the_list_is_no_given_name() -> None:
    copy, lexicon = AnalyzedText("thank you otto and good morning"), Lexicon.load()
    names = {
        text: {each.name for each in candidates(copy, SpokenNames.of([text, "Ana Sol"], lexicon), lexicon)}
        for text in ("OTT", "Ott")
    }
    assert names == {"OTT": set(), "Ott": {"Ott"}}


def test_the_words_that_sound_most_like_a_name_have_the_greater_margin() -> None:
    copy, lexicon = AnalyzedText("the next question comes from david gall yano from"), Lexicon.load()
    found = candidates(copy, SpokenNames.of(["David Gagliano"], lexicon), lexicon)
    margins = {(each.low, each.high): each.features[FEATURES.index("window margin")] for each in found}
    assert max(margins, key=lambda window: margins[window]) == (5, 8)


@pytest.mark.parametrize(
    ("words", "frame"),
    [
        ("our next question comes from", "question"),
        ("the question is from the line of", "question"),
        ("i would like to turn the call over to mister", "handed"),
        ("i would like to turn the call over to mister", "title"),
        ("thank you", "thanks"),
        ("hello", "greeting"),
        ("our chief financial officer", "role"),
        ("hi this is", "self"),
        ("today we are joined by", "joined"),
    ],
)
def test_phrases_announce_a_person(words: str, frame: str) -> None:
    folds = words.split()
    assert frame_before(folds, len(folds))[BEFORE.index(frame)] == 1.0


@pytest.mark.parametrize("words", ["we sold the plant and", "the price of", "a number of people from"])
def test_other_words_announce_nobody(words: str) -> None:
    folds = words.split()
    values = dict(zip(BEFORE, frame_before(folds, len(folds)), strict=True))
    assert not any(value for name, value in values.items() if name != "mention")


def test_words_after_a_name_say_who_it_is() -> None:
    assert dict(zip(AFTER, frame_after("with northfield".split(), 0), strict=True))["affiliation"] == 1.0
    assert not any(frame_after("with northfield".split(), 2))


def test_such_a_suggestion_waits_for_a_person_and_says_why(repairer: Repairer) -> None:
    (suggestion,) = suggestions(repairer, "our next question is from carolina die back please go ahead")
    assert suggestion.action is Action.REVIEW and suggestion.kind is Kind.PERSON
    assert [reason.key for reason in suggestion.reasons] == ["sound"]
    assert "sounds like Carolina Dybeck" in suggestion.reasons[0].text


@pytest.mark.parametrize(
    "words",
    [
        "our next question comes from jonathan lamers please go ahead",
        "as andrew mentioned the north was strong",
        "and andrew will tell you more about the second half",
        "steve is here with me today",
        "thank you andrew and good morning",
        "thank you man that was good",
        "the next question is from somebody at lakeside partners",
        "our next question comes from jonathan miller with lakeside partners",
        "our next question comes from andrew with lakeside partners",
    ],
)
def test_right_names_and_ordinary_words_are_left_alone(repairer: Repairer, words: str) -> None:
    assert proposed(repairer, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "the president volodymyr zelensky hopes for more",  # the verb is no part of the name
        "and volodymyr zelenskiy thanked everybody",  # another spelling of a person in the news
        "vladimir putin was told by donald trump",
        "we heard robert f kennedy jr on this",
        "the sculptor nguyen thi minh khai showed us her work",  # not Nguyen Thi Hoa
    ],
)
def test_a_full_name_that_is_listed_or_known_from_the_news_is_right(words: str) -> None:
    names = (
        "Volodymyr Zelensky", "Volodymyr Zelenskyy", "Robert F. Kennedy Jr.", "Nguyen Thi Hoa", "Nguyen Thi Minh Khai"
    )  # fmt: skip
    assert proposed(Repairer(Gazetteer.build(["\n".join([*PEOPLE, *names])])), words) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Volodymyr Zelensky", "president volodymyr zelenskyy spoke for an hour"),
        ("Jörg Weißmüller", "and now over to joerg weissmueller our head of sales"),
        ("Mohamed Hamdan Dagalo", "mohammed bin salman spoke for an hour"),
    ],
)
def test_an_accepted_spelling_is_a_matter_of_style_in_a_transcript_too(name: str, words: str) -> None:
    assert proposed(Repairer(Gazetteer.build(["\n".join([*PEOPLE, name])])), words) == []


def test_a_surname_after_a_title_is_that_of_the_guest_who_is_named_in_full() -> None:
    source = "Premier Chris Sminns opened the mine on Tuesday. Chris Sminns spoke to the miners."
    repairer = Repairer(Gazetteer.build([source]))
    labels = "CHAIR: Thank you all. I think we can begin.\nDR SMINNIS: Thank you, we are glad you came to our mine.\n"
    guest = "CHAIR: And you, Premier? We thank you for what you say to us.\nHubert Sminnis is a guest of Chris Sminns."
    surfaces = {each.surface for each in repairer.suggest(labels + guest) if each.replacement is not None}
    assert surfaces == set()
    assert {each.surface for each in repairer.suggest(labels) if each.replacement is not None} == {"SMINNIS"}


@pytest.mark.parametrize(
    ("words", "is_replaced"),
    [
        ("and robert kowalchuk a dentist from the north spoke", False),
        ("and robert kowalchuk a retired football coach spoke", False),
        ("and the plumber robert kowalchuk spoke", False),
        ("and robert kowalchuk no relation spoke", False),
        ("and robert kowalchuk who chairs the council spoke", True),
        ("and robert kowalchuk a council member spoke", True),  # as the sources say
    ],
)
def test_a_name_with_a_trade_that_no_source_has_is_of_somebody_else(words: str, is_replaced: bool) -> None:
    source = (
        "The council member Robert Kowalczyk chairs the council of Northfield and spoke to the mayor on Monday. "
        "Robert Kowalczyk is a council member and said that the bridge of the north would open."
    )
    found = proposed(Repairer(Gazetteer.build([source])), words)
    assert [replacement for _, replacement in found] == (["Robert Kowalczyk"] if is_replaced else [])


def test_written_copy_is_left_to_the_other_stages() -> None:
    gazetteer = Gazetteer.build(["\n".join([*PEOPLE, "Northfield Mills", "Lakeside Partners", "Tampa", "Ohio"])])
    text = "The question came from Andrew, open and direct. Jonathan lemurs are no animals of the region, the zoo said."
    assert [each for each in Repairer(gazetteer).suggest(text) if each.replacement is not None] == []


def test_somebody_whom_the_sources_describe_needs_no_known_given_name() -> None:
    lexicon = Lexicon.load()
    copy = AnalyzedText("he was met by the minister nee osen wicky")
    names = ["Nyosen Wike"]
    assert not candidates(copy, SpokenNames.of(names, lexicon), lexicon)
    found = candidates(copy, SpokenNames.of(names, lexicon, frozenset(names)), lexicon)
    assert "Nyosen Wike" in {each.name for each in found}
