"""Which words continue a run of capitals: initials, possessives, parts after a hyphen, particles and "of the".

Finds the last word of a name that begins at a given word. `repair.text.mentions.title_splitting` separates the title.
"""

from __future__ import annotations

from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import (
    COMMON_NAME,
    FREQUENT_WORD,
    UNCOMMON_WORD,
    VERY_COMMON_NAME,
)
from repair.text.mentions.capitals import is_name_word
from repair.text.mentions.context import POSSESSIVE_GAPS, Context, may_be_in_name
from repair.text.mentions.fields import are_fields, end_of_listed_fields, is_department, is_everyday, is_field
from repair.text.syllables import is_second_syllable
from repair.text.wordlists import (
    BRIDGES,
    DEPARTMENTS,
    DOMAINS,
    KOREAN_FAMILY_NAMES,
    NAME_ABBREVIATIONS,
    NAME_TAILS,
    NUMERAL_PARTICLES,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_WORDS,
    ROLES,
    SAINTS,
    TITLE_COMPLEMENTS,
    TITLES,
)

JOINTS = frozenset((" ", "-", "\u00a0", " & ", "&", "\u2011"))
MAX_INNER = 3  # lower-case words in a row inside a name: "of the", "von und zu"


def run_end(context: Context, start: int) -> int:
    """Return the end (exclusive) of the run that begins at word ``start``."""
    count = len(context.analysis.tokens)
    head = _Head(context, start)
    end = start + 1
    while end < count:
        if _is_close(context, end) and may_be_in_name(context, end) and not _are_two_names(context, end):
            end += 1
            continue
        if _continues_after_hyphen(context, head, end):
            end += 1
            continue
        inner = _inner_words(context, head, end)
        if not inner:
            head.extend(end)
            return end_of_listed_fields(context, end) if head.has_department and head.has_link else end
        end += inner + 1
    return end


def _is_close(context: Context, at: int) -> bool:
    """Return whether the characters before word ``at`` allow it to continue the name."""
    gap = context.gap(at)
    if gap in JOINTS:
        return True
    if gap in POSSESSIVE_GAPS:
        return _has_possessive(context, at)
    before = context.analysis.tokens[at - 1]
    initial = len(before.text) == 1 and before.text.isupper()
    return gap in (". ", ".") and (initial or before.fold in NAME_ABBREVIATIONS)


def _continues_after_hyphen(context: Context, head: _Head, at: int) -> bool:
    """Return whether a lower-case part after a hyphen or dot continues the name: "Hyun-jin", "Seznam.cz".

    So does that of a word in an institution's field: "Office for High-ranking Officials", "Anti-corruption Bureau".
    """
    token = context.analysis.tokens[at]
    if context.gap(at) == ".":
        return token.fold in DOMAINS
    if context.gap(at) != "-" or not token.text.isalpha() or not token.text.islower():
        return False
    if token.fold in NAME_TAILS or (context.lexicon.word(token.fold) == 0 and len(token.fold) <= 6):
        return True
    if _ends_given_name(context, at):
        return True
    head.extend(at)
    if not is_everyday(context, at - 1) or token.fold.endswith("ed"):  # "the Conservative-led Finance Committee"
        return False
    if at + 1 == len(context.analysis.tokens) or context.gap(at + 1) != " " or not may_be_in_name(context, at + 1):
        return False
    return (head.has_organisation and head.has_link) or is_department(context, at + 1)


def _ends_given_name(context: Context, at: int) -> bool:
    """Return whether a word after a hyphen is a syllable of the given name behind a family name: "Ban Ki-moon".

    Names of Korea and Taiwan have a syllable for each word, so that "Hong Kong-run" could be one.
    """
    if not is_second_syllable(context.analysis, at):
        return False
    family, given = context.fold(at - 2), context.fold(at - 1)
    if context.lexicon.place(f"{family} {given}"):
        return False
    lexicon = context.lexicon
    return family in KOREAN_FAMILY_NAMES or lexicon.surname(family) >= max(COMMON_NAME, lexicon.given(family))


def _has_possessive(context: Context, at: int) -> bool:
    """Return whether a possessive is part of a name ("Children's Hospital"), unlike that of "Rutte's Office".

    The office of a holder is an institution: "European Public Prosecutor's Office".
    """
    owner, lexicon = context.fold(at - 1), context.lexicon
    if at > 1 and context.fold(at - 2) in SAINTS and context.gap(at - 1) in (" ", ". "):
        return context.fold(at) in ORGANISATION_WORDS or context.fold(at) in PLACE_WORDS  # "St. Peter's Square"
    least = UNCOMMON_WORD if context.fold(at) in DEPARTMENTS else FREQUENT_WORD
    is_name = lexicon.personal_name(owner) >= VERY_COMMON_NAME and owner not in TITLES
    if is_name or lexicon.word(owner) < least or not context.analysis.tokens[at - 1].text[0].isupper():
        return False
    ahead = [token.fold for token in context.analysis.tokens[at : at + 3] if token.text[0].isupper()]
    return any(fold in ORGANISATION_WORDS or fold in PLACE_WORDS for fold in ahead)


def _are_two_names(context: Context, at: int) -> bool:
    """Return whether two neighbours in a headline are two names: prose has each of them, but never side by side."""
    if context.analysis.style(at) is CapitalStyle.PROSE:
        return False
    evidence, pair = context.evidence, (context.fold(at - 1), context.fold(at))
    return is_name_word(evidence, pair[0]) and is_name_word(evidence, pair[1]) and not evidence.bigram_seen(*pair)


class _Head:
    """Facts about the words of a run before its end; each word is examined once while the run grows."""

    def __init__(self, context: Context, start: int) -> None:
        self.start = start
        self.has_organisation = self.has_department = self.has_link = self.has_and = False
        self._context, self._end = context, start

    def extend(self, end: int) -> None:
        """Examine the new words before word ``end``."""
        for at in range(self._end, end):
            fold = self._context.fold(at)
            self.has_organisation = self.has_organisation or fold in ORGANISATION_WORDS
            self.has_department = self.has_department or fold in DEPARTMENTS
            self.has_link = self.has_link or fold in ("of", "for", "on")
            self.has_and = self.has_and or fold == "and"
        self._end = max(self._end, end)


def _inner_words(context: Context, head: _Head, at: int) -> int:
    """Return how many lower-case words from ``at`` continue the run that ``head`` begins; 0 if it ends."""
    tokens = context.analysis.tokens
    words: list[str] = []
    for ahead in range(at, min(at + MAX_INNER + 1, len(tokens))):
        token, gap = tokens[ahead], context.gap(ahead)
        if gap not in (" ", "-", "\u00a0"):
            return 0
        if token.text[0].isupper() and may_be_in_name(context, ahead):
            return len(words) if words and _join(context, head, at, words) else 0
        if not token.text.islower():
            # "Of The" in title case, "Doctors Without Borders".
            return 0
        words.append(token.fold)
    return 0


def _join(context: Context, head: _Head, at: int, words: list[str]) -> bool:
    """Return whether the lower-case ``words`` from ``at`` join the preceding run to the following capital."""
    following = at + len(words)
    if all(context.gap(index) == "-" for index in range(at, following + 1)):
        return True  # "Newark-on-Trent"
    if all(word in PARTICLES for word in words):
        if words[0] in NUMERAL_PARTICLES and context.lexicon.given(context.fold(at - 1)) == 0:
            return False
        # "et" also occurs in French text between ordinary words.
        return words != ["et"] or context.lexicon.word(context.fold(at - 1)) == 0
    if words[0] not in BRIDGES or any(word != "the" for word in words[1:]):
        return False
    head.extend(at)
    last = context.fold(at - 1)
    if words[0] == "of":
        if last in TITLES or last in ROLES:
            return context.fold(following) in TITLE_COMPLEMENTS
        if last in ORGANISATION_WORDS or last in PLACE_WORDS:
            return True
        if context.analysis.tokens[head.start].first and context.is_common_word(context.fold(head.start)):
            return False  # "Members of the Alliance"
        if at - head.start == 2 and context.lexicon.given(context.fold(head.start)) >= COMMON_NAME:
            return False  # "Arpad Schilling of Budapest"
        return is_everyday(context, at - 1) and (at - head.start == 1 or words == ["of"])
    if words[0] == "for":
        return head.has_organisation
    if words[0] == "on":
        return head.has_department or last == "conference"
    if words != ["and"] or head.has_and:
        return False  # "… for Disease Control and Prevention and the World Health Organization"
    if head.has_department and head.has_link:
        return is_field(context, following)
    return not head.has_organisation and are_fields(context, head.start, at) and is_department(context, following)
