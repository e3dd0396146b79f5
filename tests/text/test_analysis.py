"""The analysis of a text: words, sentences, capital runs, name-like n-grams."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from repair.text.analysis import AnalyzedText
from repair.text.joints import HYPHEN
from repair.text.name_ngrams import MAX_GRAM

PROSE = st.text(st.one_of(st.characters(), st.sampled_from("AbC dE. -–'\n’,")), max_size=120)


def grams(text: str) -> list[str]:
    return [gram.text for gram in AnalyzedText(text).grams]


def runs(text: str) -> list[str]:
    analysis = AnalyzedText(text)
    return [analysis.surface(run.start, run.stop) for run in analysis.runs]


def test_every_word_is_in_exactly_one_sentence() -> None:
    analysis = AnalyzedText("Mr. Holm left. Nobody saw him.\nRain fell")
    assert [[analysis.folds[n] for n in ns] for ns in analysis.sentences] == [
        ["mr", "holm", "left"],
        ["nobody", "saw", "him"],
        ["rain", "fell"],
    ]
    assert analysis.sentence_of == [0, 0, 0, 1, 1, 1, 2, 2]
    assert analysis.words[1] == {"nobody", "saw", "him"}


def test_words_are_found_by_their_folded_form() -> None:
    analysis = AnalyzedText("Škoda sold a skoda to SKODA.")
    assert analysis.places["skoda"] == [0, 3, 5]
    assert analysis.capitals["skoda"] == 2
    assert analysis.lowers["skoda"] == 1


def test_a_name_may_hold_particles_but_not_end_with_one() -> None:
    ngrams = grams("the Coalition of the Willing of old")
    assert "Coalition of the Willing" in ngrams
    assert "Coalition of the" not in ngrams
    assert "Willing of" not in ngrams


def test_a_name_does_not_extend_over_a_comma_or_a_sentence() -> None:
    assert "Paris, Lyon" not in grams("in Paris, Lyon and Nice")
    assert "Lyon and Nice" in grams("in Paris, Lyon and Nice")
    assert "Lyon Nice" not in grams("He saw Lyon. Nice was next.")


def test_a_hyphen_ties_a_small_part_to_its_name() -> None:
    assert "Rokudo-cho" in grams("a fire in Rokudo-cho today")
    assert runs("a fire in Rokudo-cho today") == ["Rokudo-cho"]


def test_a_number_opens_no_name() -> None:
    assert grams("in 2031 the 4 ferries") == []


def test_a_name_has_at_most_so_many_capital_words() -> None:
    words = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
    ngrams = grams(" ".join(words))
    assert " ".join(words[:MAX_GRAM]) in ngrams
    assert " ".join(words) not in ngrams
    assert runs(" ".join(words)) == [" ".join(words)]


def test_runs_end_where_the_capitals_end() -> None:
    assert runs("French President Emmanuel Macron met Olaf Scholz, Keir Starmer.") == [
        "French President Emmanuel Macron",
        "Olaf Scholz",
        "Keir Starmer",
    ]


def test_an_empty_text_has_no_words() -> None:
    analysis = AnalyzedText("")
    assert (analysis.tokens, analysis.sentences, analysis.grams, analysis.runs) == ([], [], [], [])


@settings(max_examples=50, deadline=None)
@given(PROSE)
def test_grams_and_runs_lie_in_the_text(text: str) -> None:
    analysis = AnalyzedText(text)
    for gram in analysis.grams:
        low, high = analysis.tokens[gram.low], analysis.tokens[gram.high - 1]
        assert text[low.start : high.end] == gram.text
        assert low.sentence == high.sentence
    for number, ns in enumerate(analysis.sentences):
        assert all(analysis.tokens[n].sentence == analysis.tokens[ns.start].sentence for n in ns)
        assert all(analysis.sentence_of[n] == number for n in ns)


@settings(max_examples=50, deadline=None)
@given(PROSE)
def test_runs_are_in_order_and_hold_every_capital_word(text: str) -> None:
    analysis = AnalyzedText(text)
    inside = [n for run in analysis.runs for n in run]
    assert inside == sorted(set(inside))
    capitals = {n for n, token in enumerate(analysis.tokens) if token.capital and not token.text.isdigit()}
    assert capitals <= set(inside)
    assert all(gram.low in inside and gram.high - 1 in inside for gram in analysis.grams)


def test_words_with_a_joint_between_them_are_joined_within_a_sentence() -> None:
    analysis = AnalyzedText("Anne-Marie & Bo left, and Sr. Holm’s dog. Bo stayed")
    words = [token.text for token in analysis.tokens]
    joined = [(words[n], words[n + 1]) for n, joint in enumerate(analysis.joints) if joint]
    assert joined == [("Anne", "Marie"), ("Bo", "left"), ("and", "Sr"), ("Sr", "Holm"), ("Bo", "stayed")]
    assert [number for number, joint in enumerate(analysis.joints) if joint == HYPHEN] == [0]
    assert AnalyzedText("").joints == b""


@settings(max_examples=100, deadline=None)
@given(PROSE)
def test_sentences_end_at_a_full_stop_or_a_line_break(text: str) -> None:
    analysis = AnalyzedText(text)
    for first, other in zip(analysis.sentences, analysis.sentences[1:], strict=False):
        between = text[analysis.tokens[first.stop - 1].end : analysis.tokens[other.start].start]
        assert set(between) & set("\n.!?…。"), between


@given(
    st.lists(st.sampled_from(["Rutte", "met", "the", "NATO", "iPhone", "PRIME", "Who", "said.", "\n", "“Yes", "5th"]))
)
def test_words_in_lower_case_are_those_that_are_so_one_by_one(words: list[str]) -> None:
    analysis = AnalyzedText(" ".join(words), truecase=False)
    lower = [token.fold for at, token in enumerate(analysis.tokens) if analysis.is_lowercase(at)]
    assert list(analysis.lower_case_words) == lower
    assert [number for line in analysis.lines for number in line] == list(range(len(analysis.tokens)))


def test_a_name_in_lower_case_is_no_misspelt_word() -> None:
    analysis = AnalyzedText("the minister margus tsahkna said on wednesday that the plan of the allies was overdue")
    words = {token.fold for token in analysis.words_in_printed_case}
    assert {"minister", "plan", "overdue"} <= words and "tsahkna" not in words


@given(PROSE)
def test_a_word_occurs_once_in_each_of_its_sentences(text: str) -> None:
    analysis = AnalyzedText(text)
    numbers = [{analysis.vocabulary[analysis.folds[at]] for at in sentence} for sentence in analysis.sentences]
    pairs = [(word, sentence) for sentence, words in enumerate(numbers) for word in sorted(words)]
    word_numbers, sentences = analysis.occurrences
    assert list(zip(word_numbers.tolist(), sentences.tolist(), strict=True)) == pairs


def test_no_word_can_be_joined_with_one_outside_the_text() -> None:
    analysis = AnalyzedText("Bo Lind-Roe")
    pairs = [(left, left + 1) for left in range(-1, 4)]
    assert [analysis.joinable(*pair) for pair in pairs] == [False, True, True, False, False]
    assert [analysis.is_hyphenated(*pair) for pair in pairs] == [False, False, True, False, False]
