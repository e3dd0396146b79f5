"""Names in transcripts: proposed by their sound, in copy that was spoken, and never where the name is right."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Action, Kind, Suggestion
from repair.pipeline.rules.spoken_candidates import SpokenNames, candidates
from repair.pipeline.rules.spoken_frames import AFTER, BEFORE, frame_after, frame_before
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
    ],
)
def test_a_half_recognised_name_is_proposed_by_its_sound(repairer: Repairer, words: str, heard: str, name: str) -> None:
    assert (heard, name) in proposed(repairer, words)


def test_a_given_name_is_proposed_where_a_speaker_is_addressed(repairer: Repairer) -> None:
    assert ("karolina", "Carolina") in proposed(repairer, "good morning karolina i have a question on the second half")


def test_a_given_name_without_its_hyphen_is_no_other_name() -> None:
    copy = AnalyzedText("thank you jean paul")
    lexicon = Lexicon.load()
    assert candidates(copy, SpokenNames.of(["Jean-Paul"], lexicon), lexicon) == []


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
    ],
)
def test_right_names_and_ordinary_words_are_left_alone(repairer: Repairer, words: str) -> None:
    assert proposed(repairer, words) == []


def test_written_copy_is_left_to_the_other_stages() -> None:
    gazetteer = Gazetteer.build(["\n".join([*PEOPLE, "Northfield Mills", "Lakeside Partners", "Tampa", "Ohio"])])
    text = "The question came from Andrew, open and direct. Jonathan lemurs are no animals of the region, the zoo said."
    assert [each for each in Repairer(gazetteer).suggest(text) if each.replacement is not None] == []
