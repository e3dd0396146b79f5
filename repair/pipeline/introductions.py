"""How a copy introduces a person: an age, a role or a description that tells this person from one of the sources."""

from __future__ import annotations

from repair.pipeline.detection import CopyContext
from repair.text.wordlists import FUNCTION, KIN, NON_NAMES, SPEECH, TITLES, TRADES

_DIGITS_OF_AN_AGE = (1, 2, 3)
_LONGEST_APPOSITION = 8  # words after the article that are examined
_FEWEST_CONTENT_WORDS = 2  # content words that an apposition must have
_WITHIN = (" ", "-")  # between words of one phrase
_ARTICLES = frozenset(("a", "an", "the"))
_APPOSED = (", ", " (", " – ", " — ", "—")  # between a name and what is said of it
_NO_RELATION = frozenset((("no", "relation"), ("no", "relative"), ("not", "related")))
_WHO = TRADES | TITLES
_FROM = ("of", "from")
_MOST_BETWEEN = 2  # words between an article and a role: "the retired bus driver"


def introduced_anew(copy_context: CopyContext, end: int) -> bool:
    """Return whether the copy introduces the person whose name ends before token ``end`` with facts that no source has.

    Such facts are an age, a trade, a description or a kinship: "Bart Vos, 81, …", "Bart Vos, a baker, …", "Bart Vos, a
    friend from Breda, …", "Bart Vos, an uncle of the minister". So is "no relation".

    Args:
        copy_context: The copy and its story.
        end: The token after the name.
    """
    return has_new_age(copy_context, end) or is_described_anew(copy_context, end)


def is_described_anew(copy_context: CopyContext, end: int) -> bool:
    """Return whether `introduced_anew` is true of what follows a name and, if there is one, the age behind it."""
    if _is_no_relation(copy_context, end):
        return True
    if _has_age(copy_context, end):
        end += 1
    copy, story_words = copy_context.copy, copy_context.story.words
    if end + 1 >= len(copy.tokens) or copy.folds[end] not in _ARTICLES:
        return False
    if copy.gap(end - 1) != ", ":
        return _is_followed_by_new_trade(copy_context, end)
    first = copy.folds[end]
    content_words = []
    for number in range(end + 1, min(end + 1 + _LONGEST_APPOSITION, len(copy.tokens))):
        word = copy.folds[number]
        if word not in FUNCTION and word not in NON_NAMES:
            content_words.append(word)
        if number + 1 == len(copy.tokens) or copy.gap(number) not in _WITHIN:
            break
    new_words = [word for word in content_words if word not in story_words]
    if content_words[:1] == new_words[:1] and not KIN.isdisjoint(new_words[:1]):
        return True  # "an aunt of the mayor"
    if first != "the" and content_words[:1] == new_words[:1] and not TRADES.isdisjoint(new_words[:1]):
        return True  # "a baker from Breda", a town of the sources
    if first == "the" or len(new_words) < len(content_words):
        return False
    return len(new_words) >= _FEWEST_CONTENT_WORDS


def _is_followed_by_new_trade(copy_context: CopyContext, end: int) -> bool:
    """Return whether a name and "a" or "an" precede a trade that no source has, in copy without commas.

    Such copy was transcribed: "bart vos a baker from breda said". Elsewhere the words belong to the sentence: "They
    called Bart Vos a baker."
    """
    copy = copy_context.copy
    if copy.folds[end] == "the" or copy.gap(end - 1) != " " or copy.has_commas:
        return False
    for word in copy.folds[end + 1 : end + 2 + _MOST_BETWEEN]:
        if word in FUNCTION:
            return False
        if word in _WHO:
            return word not in copy_context.story.words
    return False


def has_new_age(copy_context: CopyContext, end: int) -> bool:
    """Return whether an age that no source has follows the name that ends before token ``end``: "Bart Vos, 81, …"."""
    return _has_age(copy_context, end) and copy_context.copy.folds[end] not in copy_context.story.words


def _has_age(copy_context: CopyContext, end: int) -> bool:
    """Return whether an age follows a name."""
    copy = copy_context.copy
    if end + 1 >= len(copy.tokens) or copy.gap(end - 1) != ", ":
        return False
    return copy.folds[end].isdigit() and len(copy.folds[end]) in _DIGITS_OF_AN_AGE and copy.gap(end).startswith(",")


def _is_no_relation(copy_context: CopyContext, end: int) -> bool:
    """Return whether the copy says after a name that its bearer is nobody's relative: "Bart Vos, no relation, …"."""
    copy = copy_context.copy
    if end >= len(copy.tokens) or tuple(copy.folds[end : end + 2]) not in _NO_RELATION:
        return False
    return copy.gap(end - 1) in _APPOSED or (copy.gap(end - 1) == " " and not copy.has_commas)


def has_new_trade(copy_context: CopyContext, start: int) -> bool:
    """Return whether a trade of which no source has a word precedes the name from token ``start``: "Chef Bart Vos"."""
    copy, before = copy_context.copy, start - 1
    if before < copy.sentences[copy.sentence_of[start]].start or copy.gap(before) != " ":
        return False
    return copy.folds[before] in TRADES and copy.folds[before] not in copy_context.story.words


def is_private_person(copy_context: CopyContext, start: int, end: int) -> bool:
    """Return whether the copy says of a name what no list of people in the news does: a trade, or "no relation".

    Args:
        copy_context: The copy and its story.
        start: The first token of the full name.
        end: The token after it.
    """
    if has_new_trade(copy_context, start) or _is_no_relation(copy_context, end):
        return True
    copy = copy_context.copy
    if end + 1 >= len(copy.tokens) or copy.gap(end - 1) not in _APPOSED or copy.folds[end] not in _ARTICLES:
        return False
    return copy.folds[end + 1] in TRADES and copy.folds[end + 1] not in copy_context.story.words


def is_introduced_as_another(copy_context: CopyContext, start: int, end: int) -> bool:
    """Return whether the copy gives a person a role of which no source has a word.

    This is weaker than `introduced_anew`: "the painter Bart Vos", "Bart Vos, the painter", "Bart Vos, who paints
    boats", "Bart Vos of Breda". It shows another person only where nothing else links the two.

    Args:
        copy_context: The copy and its story.
        start: The first token of the full name.
        end: The token after it.
    """
    if _has_new_role_before(copy_context, start) or _has_new_apposition(copy_context, end):
        return True
    if not copy_context.lexicon.given(copy_context.copy.folds[start]):
        return False  # a firm or a club has many places
    return _has_new_relative_clause(copy_context, end) or _is_from_new_place(copy_context, end)


def _has_new_role_before(copy_context: CopyContext, start: int) -> bool:
    """Whether a new trade, or an article and one to three new words in lower case precede a name."""
    copy, story_words = copy_context.copy, copy_context.story.words
    opens = copy.sentences[copy.sentence_of[start]].start
    if has_new_trade(copy_context, start):
        return True
    for at in range(start - 1, max(opens, start - 2 - _MOST_BETWEEN) - 1, -1):
        word = copy.folds[at]
        if word in _ARTICLES:
            return at < start - 1
        if copy.tokens[at].capital or copy.gap(at) != " " or word in story_words or word in FUNCTION:
            return False
    return False


def _has_new_apposition(copy_context: CopyContext, end: int) -> bool:
    """Whether an article and one to three new words in lower case follow a name and a comma."""
    copy, story_words = copy_context.copy, copy_context.story.words
    if end + 1 >= len(copy.tokens) or copy.gap(end - 1) != ", " or copy.folds[end] not in _ARTICLES:
        return False
    for at in range(end + 1, min(end + 2 + _MOST_BETWEEN, len(copy.tokens))):
        word = copy.folds[at]
        if copy.tokens[at].capital or word in story_words or word in FUNCTION:
            return False
        if at + 1 == len(copy.tokens) or copy.gap(at) != " ":
            return True
    return False


def _has_new_relative_clause(copy_context: CopyContext, end: int) -> bool:
    """Whether a clause follows a name that has content words, and no source has one of them: ", who paints boats"."""
    copy, story_words = copy_context.copy, copy_context.story.words
    if end + 1 >= len(copy.tokens) or copy.gap(end - 1) != ", " or copy.folds[end] != "who":
        return False
    last = min(end + 1 + _LONGEST_APPOSITION, copy.sentences[copy.sentence_of[end]].stop)
    words = [copy.folds[at] for at in range(end + 1, last) if not copy.tokens[at].capital]
    content_words = [word for word in words if word not in FUNCTION and word not in SPEECH]
    return len(content_words) >= _FEWEST_CONTENT_WORDS and not any(map(story_words.get, content_words))


def _is_from_new_place(copy_context: CopyContext, end: int) -> bool:
    """Whether a name is followed by a place that no source has: "of Breda"."""
    copy = copy_context.copy
    if end + 1 >= len(copy.tokens) or copy.gap(end - 1) not in (" ", ", ") or copy.folds[end] not in _FROM:
        return False
    place = copy.folds[end + 1]
    is_place = copy.tokens[end + 1].capital and copy_context.lexicon.place(place) > 0
    return is_place and place not in copy_context.story.words
