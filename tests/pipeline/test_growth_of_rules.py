"""Rules that compare a copy with its sources take time linear in both together, counted in executed lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pytest
from core_fixtures import rule_context, story
from growth_fixtures import steps

from repair.core.types import Document, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.gazetteer.name_index import word_ranges
from repair.pipeline.accents import takes_accents
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.boundaries import match_source_joint, with_source_particle
from repair.pipeline.detection import CopyContext
from repair.pipeline.explanation import supporting_sources
from repair.pipeline.name_context import end_of_person
from repair.pipeline.rules.contradicted_titles import propose_titles
from repair.pipeline.rules.digits_in_names import propose_digits_in_names
from repair.pipeline.rules.misread_openings import propose_misread_openings
from repair.pipeline.rules.misspelt_full_names import propose_misspelt_full_names
from repair.pipeline.rules.organisations import propose_organisations
from repair.pipeline.rules.other_particles import propose_other_particles
from repair.pipeline.rules.peoples_and_dates import propose_peoples_and_dates
from repair.pipeline.rules.phrases import propose_translated
from repair.pipeline.rules.scans.scanned_accents import propose_misread_accents
from repair.pipeline.rules.scans.scanned_names import propose_scanned_names
from repair.pipeline.rules.shared_readings import propose_shared_readings
from repair.pipeline.rules.speech import spoken_candidates
from repair.pipeline.rules.speech.similar_sounds import Sounds, similar_pairs
from repair.pipeline.rules.speech.spoken_list import SpokenNames
from repair.pipeline.rules.title_holders import propose_title_holders
from repair.pipeline.unverified.damaged_names import restored
from repair.pipeline.whole_names.rest_of_names import rest_of_name
from repair.text import pronunciation
from repair.text.analysis import AnalyzedText
from repair.text.damage import damaged_words
from repair.text.lexicon import Lexicon

LIMIT = 2.6  # times the cost for twice the length; a quadratic rule has 4
SIZES = (60, 120, 240)
SMALLER_SIZES = {"names of several words in a scan": (30, 60, 120)}  # a sentence takes a hundred times the steps

Scene = Callable[[int], tuple[str, str]]
RuleOfCopy = Callable[[CopyContext, Gazetteer], object]


def _words(count: int) -> list[str]:
    return ["".join(each).capitalize() for each in product("bdgklmnr", "aeiou", "bdgklmnr", "aeiou")][:count]


def _context(copy: str, source: str) -> tuple[CopyContext, Gazetteer]:
    story_context, background = story(source), Lexicon.load()
    gazetteer = Gazetteer.build([source])
    context = CopyContext(
        AnalyzedText(copy), story_context, IdfWeights(background, story_context.texts), background, gazetteer
    )
    assert context.alignments is not None and context.suspicious is not None  # these are made before any rule
    return context, gazetteer


def _each(scene: Callable[[str], tuple[str, str]]) -> Scene:
    """Return a scene of many sentences, each with a word of its own."""

    def many(count: int) -> tuple[str, str]:
        pairs = [scene(word) for word in _words(count)]
        return "".join(copy for copy, _ in pairs), "".join(source for _, source in pairs)

    return many


def _same(copy: str, source: str) -> Scene:
    """Return a scene of the same sentences again and again."""
    return lambda count: (copy * count, source * count)


def _titles(context: CopyContext, gazetteer: Gazetteer) -> object:
    return propose_titles(rule_context(context, gazetteer))


def _titles_beside_suggestions(context: CopyContext, gazetteer: Gazetteer) -> object:
    text = context.copy.text
    spans = [Span(token.start, token.end) for token in context.copy.tokens if token.text.startswith("Rig")]
    document = Document("1", text)
    made = [Suggestion.at(document, span, "Riga", confidence=0.9, signature="s") for span in spans]
    return propose_titles(rule_context(context, gazetteer, made))


def _restored(context: CopyContext, gazetteer: Gazetteer) -> object:
    text = context.copy.text
    spans = [Span(token.start, token.end) for token in context.copy.tokens if token.text.startswith("Rig")]
    document = Document("1", text)
    made = [Suggestion.at(document, span, "Riga", confidence=0.9, signature="s") for span in spans]
    return restored(context, made, document_id="1", signature="s")


def _joined(context: CopyContext, gazetteer: Gazetteer) -> object:
    places = context.copy.places
    return [match_source_joint(context, at, at + 1, "Abu") for at in places["abud"]] + [
        with_source_particle(context, at, "Bruyne") for at in places["bruin"]
    ]


RULES: dict[str, tuple[RuleOfCopy, Scene]] = {
    "titles of many people": (
        _titles,
        _each(
            lambda word: (
                f"German Chancellor Ana {word} spoke in Riga. ",
                f"German President Ana {word} spoke in Riga. ",
            )
        ),
    ),
    "titles of one person": (
        _titles,
        _same("German Chancellor Ana Sol spoke in Riga. ", "German President Ana Sol spoke in Riga. "),
    ),
    "titles beside suggestions": (
        _titles_beside_suggestions,
        _same("German Chancellor Ana Sol spoke in Rigo. ", "German President Ana Sol spoke in Riga. "),
    ),
    "parties": (
        lambda context, gazetteer: list(propose_organisations(rule_context(context, gazetteer))),
        _each(lambda word: (f"The {word} Open Regroupment Party won. ", f"The {word} Open Rally Party won. ")),
    ),
    "translated names": (
        lambda context, gazetteer: list(propose_translated(rule_context(context, gazetteer))),
        _same("Sign Rutte spoke in Riga. ", "Mark Rutte spoke in Riga. "),
    ),
    "damaged names": (
        _restored,
        _same("Rodr?guez met Vel?zquez in Rigo. ", "Rodríguez met Velázquez in Riga. "),
    ),
    "joints": (
        _joined,
        _same("Abud-Dhabi is where de Bruin lives. ", "Abu Dhabi is where De Bruyne lives. "),
    ),
    "titles": (
        lambda context, gazetteer: list(propose_title_holders(rule_context(context, gazetteer))),
        _same("Frederick Mertz, the German chancellor, spoke. ", "Friedrich Merz, the German chancellor, spoke. "),
    ),
    "misspelt full names": (
        lambda context, gazetteer: list(propose_misspelt_full_names(rule_context(context, gazetteer))),
        _same("Sorely Branock spoke. ", "Sorley Brannock spoke. "),
    ),
    "digits in names": (
        lambda context, gazetteer: list(propose_digits_in_names(rule_context(context, gazetteer))),
        _each(lambda word: (f"The mayor of {word}h0lm spoke. ", f"The mayor of {word}holm spoke. ")),
    ),
    "misread accents": (
        lambda context, gazetteer: list(propose_misread_accents(rule_context(context, gazetteer))),
        _each(lambda word: (f"The mayor of {word}ufia spoke. ", f"The mayor of {word}uña spoke. ")),
    ),
    "ends of names in a long row": (
        lambda context, gazetteer: [end_of_person(context.copy, at + 1) for at in context.copy.capital_at],
        _same("Omar Garcia Harfuch ", "Omar García Harfuch "),
    ),
    "accents of names in a long row": (
        lambda context, gazetteer: [takes_accents(context, at, at + 1) for at in context.copy.capital_at],
        _same("Omar Garcia Harfuch ", "Omar García Harfuch "),
    ),
    "other particles": (
        lambda context, gazetteer: list(propose_other_particles(rule_context(context, gazetteer))),
        _each(lambda word: (f"Ulrike van {word} spoke. ", f"Ulrike von {word} spoke. ")),
    ),
    "rests of names": (
        lambda context, gazetteer: [rest_of_name(context, at, at + 1, "Hagen") for at in context.copy.places["haggen"]],
        _same("Ulrike fon der Haggen spoke. ", "Ulrike von der Hagen spoke. "),
    ),
    "misread openings": (
        lambda context, gazetteer: list(propose_misread_openings(rule_context(context, gazetteer))),
        _same("Tt was late. ", "It was late. "),
    ),
    "peoples": (
        lambda context, gazetteer: list(propose_peoples_and_dates(rule_context(context, gazetteer))),
        _same("On Satuiday the Bassian army left. ", "On Saturday the Russian army left. "),
    ),
    "scanned names": (
        lambda context, gazetteer: list(propose_scanned_names(rule_context(context, gazetteer))),
        _each(lambda word: (f"The govemor _ of {word}hart spoke. ", f"The Governor of {word}bart spoke. ")),
    ),
    "names of several words in a scan": (
        lambda context, gazetteer: list(propose_scanned_names(rule_context(context, gazetteer))),
        _each(lambda word: (f"The govemor _ met Mark {word}hart. ", f"The governor met Mark {word}bart. ")),
    ),
    "accents in a scan": (
        lambda context, gazetteer: list(propose_scanned_names(rule_context(context, gazetteer))),
        _same("The govemor of Rastrov spoke. ", "The governor of Ráštrov spoke. "),
    ),
    "supporting sources": (
        lambda context, gazetteer: [supporting_sources(context, ("Ana Sol",)) for _ in context.copy.places["ana"]],
        _same("Ana Sol spoke in Riga. ", "Ana Sol spoke in Riga. "),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_takes_linear_time(name: str) -> None:
    rule, scene = RULES[name]

    def cost(count: int) -> int:
        context, gazetteer = _context(*scene(count))
        return steps(lambda: rule(context, gazetteer))

    cost(5)
    costs = [cost(count) for count in SMALLER_SIZES.get(name, SIZES)]
    assert costs[2] < LIMIT * costs[1] < LIMIT**2 * costs[0], costs


def test_misread_letters_in_one_word_are_each_read_once() -> None:
    text = "ÃŠ" * 2_000
    (word,) = damaged_words(text)
    assert (word.start, word.end, word.pattern) == (0, 4_000, "Ê" * 2_000)


def test_a_name_of_many_words_has_a_bounded_number_of_parts() -> None:
    words = [str(number) for number in range(500)]
    parts = list(word_ranges(" ".join(words)))
    assert len(parts) <= 13 * len(words) and " ".join(words) in parts and "7 8 9" in parts


def _forget_sounds() -> None:
    """Empty the caches, so that each run takes all its steps."""
    for function in (pronunciation.pronunciation, pronunciation.sound_difference, pronunciation._whole_cost):
        function.cache_clear()


def _spoken(words: Sequence[str]) -> str:
    return " ".join(f"i think {word}" for word in words)


PEOPLE = [f"Ana {word} {other}" for word, other in zip(_words(60), _words(120)[60:], strict=True)]


@pytest.mark.parametrize(
    "copy",
    [
        lambda count: _spoken(["Ana"] * count),
        lambda count: "thank you " * count,
        lambda count: _spoken([f"Ana {word}f" for word in _words(count)]),
        lambda count: _spoken([person.removesuffix("a") for person in PEOPLE[:count]]),
    ],
    ids=["a given name", "thanks", "sounds of names", "names"],
)
def test_a_transcript_is_compared_with_a_list_of_names_in_linear_time(copy: Callable[[int], str]) -> None:
    names, lexicon = SpokenNames.of(PEOPLE, Lexicon.load()), Lexicon.load()

    def cost(count: int) -> int:
        analysis = AnalyzedText(copy(count))
        _forget_sounds()
        return steps(lambda: list(spoken_candidates.candidates(analysis, names, lexicon)))

    cost(5)
    assert cost(24) < LIMIT * cost(12)


def test_people_with_one_given_name_are_compared_in_bounded_time() -> None:
    analysis, lexicon = AnalyzedText(_spoken(["Ana Sol"] * 3)), Lexicon.load()
    people = [f"Ana {word}" for word in _words(196)]

    def cost(count: int) -> int:
        names = SpokenNames.of(people[:: 196 // count], lexicon)
        _forget_sounds()
        return steps(lambda: list(spoken_candidates.candidates(analysis, names, lexicon)))

    cost(5)
    assert cost(196) < LIMIT * cost(98)


def test_very_many_pairs_of_sounds_are_held_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repair.pipeline.rules.speech.similar_sounds._MOST_PAIRS", 3)
    monkeypatch.setattr("repair.pipeline.rules.speech.similar_sounds._MOST_AT_ONCE", 4)
    heard, names = Sounds(["malan", "malax", "malan", "zzzzz"], [1, 1, 3, 1]), Sounds(["malan", "kalan"], [1, 1])
    assert similar_pairs(heard, names) == [(0, 0), (0, 1), (1, 0)]
    monkeypatch.setattr("repair.pipeline.rules.speech.similar_sounds._MOST_COMPARED", 2)
    assert {row for row, _ in similar_pairs(heard, names)} == {0}


def test_many_pinyin_forms_beside_many_names_are_compared_a_bounded_number_of_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    syllables = ("zhang", "liu", "huang", "zhao", "xu", "sun", "guo", "luo")
    pinyin = ["".join(each).capitalize() for each in product(syllables, repeat=3)]
    monkeypatch.setattr("repair.pipeline.rules.shared_readings._MOST_COMPARED", 1_000)

    def cost(count: int) -> int:
        names = ". ".join(f"Park {word}" for word in _words(40))
        context, gazetteer = _context(". ".join(f"Then {word} spoke" for word in pinyin[:count]), f"{names}.")
        return steps(lambda: list(propose_shared_readings(rule_context(context, gazetteer))))

    cost(5)
    costs = [cost(count) for count in SIZES]
    assert costs[2] < LIMIT * costs[1], costs
