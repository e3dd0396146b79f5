"""Wrong forms that a text quotes: "misspelt her name as Wanjiru Kamoto", "it is Kamoto, not Kamato".

In copy they stay so; in the note of correction of a source they are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Indel

from repair.core.caches import text_cache
from repair.text.normalize import fold

_ERROR = re.compile(
    r"\b(?:mis-?spel(?:t|led|ling)|mis-?(?:stated|identified|named|printed)|"
    r"(?:wrongly|incorrectly|mistakenly|erroneously)\s(?:gave|given|named|called|identified|spelt|spelled|rendered|printed))\b"
)
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]|\n")
# Between the verb and "as": a clause or phrase of its own, as in "misspelt the name of Ann Beryl, who serves as Chair".
_OTHER_CLAUSE = re.compile(
    r"\b(?:who|whom|whose|which|that|when|while|where|because|but|he|she|they|we|ha[ds]|have)\b"
    r"|\b(?:such|well|known|(?!misspelling)[a-z]+ing|[a-z]+ed|career|job|post|role|term|time|work)\s\Z"
)
_NAME = r"[\"“‘'«]?[^\W\d_a-z][\w'’-]{0,40}(?:\s[^\W\d_a-z][\w'’-]{0,40}){0,4}[\"”’'»]?"
_AS_NAME = re.compile(rf"\bas\s(?:the\s)?{_NAME}")
# A sentence that sets things right: "It is Beryl, not Berl."
_NOT_NAME = re.compile(rf"(?P<right>{_NAME})(?P<cut>,\s(?:and\s)?not\s(?P<wrong>{_NAME}))")
# What copy says of the right and the wrong form together; the last three only in a note of correction.
_PAIR = re.compile(
    rf"(?P<right>{_NAME})(?:,?\s(?:and\s|but\s)?not|,?\sinstead\sof|,?\srather\sthan)\s(?P<wrong>{_NAME})"
)
_PAIRS_IN_NOTES = (
    re.compile(rf"\bto\s(?P<right>{_NAME}),?\sfrom\s(?P<wrong>{_NAME})"),
    re.compile(rf"\b(?:from|changed)\s(?P<wrong>{_NAME})\sto\s(?P<right>{_NAME})"),
    re.compile(rf"(?P<wrong>{_NAME})\sshould\s(?:be|read|have\s(?:been|read)):?\s(?P<right>{_NAME})"),
)
_EARLIER = r"\b(?:earlier|previous|original)\s(?:version|headline|caption|edition|article|story|report|post)\b"
_NOTE = re.compile(
    rf"\bmis-?spel|\bcorrect(?:s|ed|ion|ions)\b|\bclarification\b|\bamend(?:ed|s)\b|\beditor['’]s\snote\b|{_EARLIER}",
    re.IGNORECASE,
)
# The wrong form alone: "was misspelt Berl", "spelled her name Berl".
_ALONE = (
    re.compile(rf"\b(?:was|were|been)\s(?:mis-?)?spel(?:t|led)[,:]?\s(?P<wrong>{_NAME})"),
    re.compile(
        r"\b(?:(?:mis-?)?spel(?:t|ls|led)|misprint(?:s|ed))\s(?:his|her|their|its)\s(?:first\s|last\s|family\s|sur)?"
        rf"names?[,:]?\s(?:as\s)?(?P<wrong>{_NAME})"
    ),
)
# What an earlier version called somebody, which is wrong where the text has a similar name, too.
_NAMED_EARLIER = re.compile(
    rf"{_EARLIER}\s(?:[a-z]{{1,20}}\s){{0,5}}(?:called|named)\s(?:[a-z]{{1,20}}\s){{0,4}}(?P<wrong>{_NAME})"
)
# Some of these letters stand in whatever a pattern matches. A search for them takes a hundredth of the time of the
# pattern, and most texts have none of them.
_IN_ERROR = ("misspel", "mis-spel", "misstat", "misident", "misnam", "misprint", "mis-", "wrongly", "incorrectly",
             "mistakenly", "erroneously")  # fmt: skip
_IN_PAIR = ("instead", "rather")
_IN_ALONE = ("spel", "misprint")
_IN_NAMED_EARLIER = ("earlier", "previous", "original")
_IN_NOTE = ("misspel", "mis-spel", "correct", "clarification", "amend", "editor", *_IN_NAMED_EARLIER)  # small letters
_NOT_BEFORE_NAME = re.compile(r"not\s[\"“‘'«]?[^\W\d_a-z]")
# 'On the first poster he was "Dharmender"': before the form, and after it.
_CALLED = re.compile(
    r"(?<![\w-])(?:as|was|were|called|named|nicknamed|dubbed|billed|wrote|written|reads?|spel(?:t|led)|printed)\s"
    r"(?:(?:him|her|it|them)\s)?[\"“„‘'«]\Z"
)
_END_OF_QUOTATION = re.compile(r"[,.]?[\"”“’'»]")
_LONGEST_CALL = 20  # code points of these words
_MOST_AFTER = 240  # code points after the verb in which the wrong form is looked for
_ALIKE = 0.6  # similarity of each word of a wrong form to that of the right name, 0-1: "Beryl", "Berl"


@text_cache(maxsize=64)
def quoted_errors(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of the forms that a text quotes as wrong: half-open ranges in code points, in order.

    >>> note = "We misspelt the name of the judge as Ann Berl. She is Ann Beryl, not Berl."
    >>> [note[start:end] for start, end in quoted_errors(note)]
    ['as Ann Berl', 'Berl']
    """
    is_note = _has_any(text.lower(), _IN_NOTE) and _NOTE.search(text)
    patterns = list(_PAIRS_IN_NOTES) if is_note else []
    if _has_any(text, _IN_PAIR) or _NOT_BEFORE_NAME.search(text):
        patterns.append(_PAIR)
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    spans = {match.span("wrong") for match in matches if _are_alike(match["right"], match["wrong"])}
    if _has_any(text, _IN_ALONE):
        spans.update(match.span("wrong") for pattern in _ALONE for match in pattern.finditer(text))
    if _has_any(text, _IN_NAMED_EARLIER):
        spans.update(_named_by_earlier_versions(text))
    for error in _errors(text):
        spans.update(_wrong_forms_after_as(text, error.end()))
    return tuple(_joined(sorted(spans)))


def _has_any(text: str, words: Iterable[str]) -> bool:
    """Return whether one of the words, or parts of words, is anywhere in the text."""
    return any(word in text for word in words)


def _errors(text: str) -> Iterator[re.Match[str]]:
    """Return the places where the text says that a name was wrong."""
    return _ERROR.finditer(text) if _has_any(text, _IN_ERROR) else iter(())


def is_quoted_form(text: str, start: int, end: int) -> bool:
    """Return whether a text says in quotation marks that somebody or something was called so.

    It is a wrong form where the text has the right name, too.

    Args:
        text: The text.
        start: Where the form begins, in code points.
        end: Where it ends.

    >>> is_quoted_form('Dharmendra was billed as "Dharmender" then.', 26, 36)
    True
    """
    if not _END_OF_QUOTATION.match(text, end):
        return False
    return _CALLED.search(text[max(0, start - _LONGEST_CALL) : start]) is not None


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield ranges, given in order, those that overlap as one."""
    start, end = 0, 0
    for low, high in spans:
        if low >= end:
            if end:
                yield start, end
            start, end = low, high
        end = max(end, high)
    if end:
        yield start, end


def without_quoted_errors(text: str) -> str:
    """Return a source without the wrong forms that a note of correction in it quotes.

    A wrong form stands after "as" in the sentence of the note, or after "not" behind the right name that it resembles.

    >>> without_quoted_errors("A caption misspelt the name of Ann Beryl as Ann Berl. It is Beryl, not Berl.")
    'A caption misspelt the name of Ann Beryl. It is Beryl.'
    >>> without_quoted_errors("It misspelt the name of Ann Beryl, who went as Chief Envoy and met Bo, not Ada.")
    'It misspelt the name of Ann Beryl, who went as Chief Envoy and met Bo, not Ada.'
    """
    pieces, done = [], 0
    for error in _errors(text):
        for low, high in sorted(_wrong_forms(text, error.end())):
            if low >= done:
                pieces.append(text[done:low].rstrip(" ,"))
                done = high
    return "".join([*pieces, text[done:]]) if pieces else text


def _wrong_forms(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where the wrong forms are, with the word before them, of a note whose verb ends at ``start``."""
    yield from _wrong_forms_after_as(text, start)
    for match in _NOT_NAME.finditer(text, start, _end_of_note(text, start)):
        if _are_alike(match["right"], match["wrong"]):
            yield match.span("cut")


def _wrong_forms_after_as(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where the wrong form is, with "as", in the sentence of a verb that ends at ``start``, if there is one."""
    stop = _end_of_note(text, start)
    sentence_end = _SENTENCE_END.search(text, start, stop)
    for match in _AS_NAME.finditer(text, start, sentence_end.start() if sentence_end else stop):
        if _OTHER_CLAUSE.search(text[start : match.start()]) is None:
            yield match.span()
            break


def _end_of_note(text: str, start: int) -> int:
    """Return where the note ends whose verb ends at ``start``: at the end of the line, or soon."""
    line_end = text.find("\n", start, start + _MOST_AFTER)
    return line_end if line_end >= 0 else min(len(text), start + _MOST_AFTER)


def _named_by_earlier_versions(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the names that an earlier version had, where the text has a similar name beside them."""
    matches = list(_NAMED_EARLIER.finditer(text))
    names = {match.group() for match in re.finditer(_NAME, text)} if matches else set()
    for match in matches:
        if any(name != match["wrong"] and _are_alike(name, match["wrong"]) for name in names):
            yield match.span("wrong")


def _are_alike(right: str, wrong: str) -> bool:
    """Return whether the last words of two names, as many as the shorter has, are alike one by one."""
    pairs = list(zip(_words(right), _words(wrong), strict=False))
    return bool(pairs) and all(Indel.normalized_similarity(*pair) >= _ALIKE for pair in pairs)


def _words(name: str) -> list[str]:
    """Return the folded words of a name, the last one first."""
    return [word.strip("\"“”‘’'«»") for word in reversed(fold(name).split())]
