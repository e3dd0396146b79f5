"""The evidence about the words of one text, and which of their capitals may belong to a name.

Whether a capital counts depends on the style of its line, on the evidence of this and other texts about the word, and
on the lexicon. `repair.text.mentions.capital_runs` decides where a name begins and ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, LARGE_CITY, Lexicon
from repair.text.mentions.capitals import CapitalEvidence, is_name_word
from repair.text.syllables import is_syllable
from repair.text.tokens import Token
from repair.text.wordlists import CALENDAR, FUNCTION, MONTHS, NAMESAKES, NUMBERS, TITLES, WEEKDAYS

POSSESSIVE_GAPS = ("'s ", "’s ", "' ", "’ ")


@dataclass(frozen=True, slots=True)
class Context:
    """One text, the evidence about capitals, and the lexicon."""

    analysis: AnalyzedText
    evidence: CapitalEvidence
    lexicon: Lexicon

    def fold(self, at: int) -> str:
        """Return the folded form of word ``at``."""
        return self.analysis.tokens[at].fold

    def gap(self, at: int) -> str:
        """Return the characters between word ``at`` and the word before it."""
        return self.analysis.gap(at - 1)

    def is_function_word(self, at: int) -> bool:
        """Return whether word ``at`` is a function word and not an acronym ("US") or part of a name ("Theresa May")."""
        token = self.analysis.tokens[at]
        if token.fold not in FUNCTION or acronym(token, self.analysis.style(at)):
            return False
        if token.fold == "to" and not self._is_family_name(at):
            return True
        if self.has_name_capital(at) and token.fold in NUMBERS | NAMESAKES:
            # "Three Gorges Dam", "World War Two", "Theresa May"
            return not (self.has_capital_neighbour(at - 1, at) or self.has_capital_neighbour(at + 1, at + 1))
        # "Serie A"
        return not (token.text == "A" and self.has_name_capital(at) and self.has_capital_neighbour(at - 1, at))

    def _is_family_name(self, at: int) -> bool:
        """Return whether a short word is a family name before a given name of one syllable: "To Lam"."""
        tokens = self.analysis.tokens
        if at + 1 == len(tokens) or not tokens[at + 1].capital or self.gap(at + 1) != " ":
            return False
        return is_syllable(tokens[at + 1].fold) and not self.has_capital_neighbour(at - 1, at)

    def has_name_capital(self, at: int) -> bool:
        """Return whether word ``at`` has a capital inside a sentence of prose."""
        analysis = self.analysis
        return (
            analysis.style(at) is CapitalStyle.PROSE
            and not analysis.opens(at)
            and analysis.tokens[at].text[0].isupper()
        )

    def has_capital_neighbour(self, at: int, right: int) -> bool:
        """Return whether word ``at`` exists and has a capital, and a single space precedes word ``right``."""
        tokens = self.analysis.tokens
        return 0 <= at < len(tokens) and tokens[at].text[0].isupper() and self.gap(right) == " "

    def is_common_word(self, fold: str) -> bool:
        """Return whether a folded word is an English word that no prose has shown to be a name."""
        return self.lexicon.word(fold) > 0 and not is_name_word(self.evidence, fold)


def may_be_in_name(context: Context, at: int) -> bool:
    """Return whether word ``at`` may belong to a name, judged by its capital."""
    token = context.analysis.tokens[at]
    if not _has_capital(token) or context.is_function_word(at):
        return False
    if _is_date(context, at):
        return False
    if context.analysis.style(at) is CapitalStyle.PROSE:
        return True
    if acronym(token, context.analysis.style(at)):
        return True
    return not context.is_common_word(token.fold)


def _has_capital(token: Token) -> bool:
    """Return whether a word begins with a capital or has one inside ("iPhone"; "al-Qaeda" is two words)."""
    return token.text[0].isupper() or (token.text[0].isalpha() and token.capital and max(token.text) < "\u0250")


def acronym(token: Token, style: CapitalStyle) -> bool:
    """Return whether a short word is in capitals in a line that is not in capitals."""
    return style is not CapitalStyle.CAPS and 2 <= len(token.text) <= 6 and token.text.isupper()


def _is_date(context: Context, at: int) -> bool:
    """Return whether word ``at`` is a day or a month, and not part of a name ("Theresa May", "April Jones")."""
    tokens = context.analysis.tokens
    token = tokens[at]
    if token.fold not in CALENDAR or (at + 1 < len(tokens) and context.gap(at + 1) == "-"):  # "Mar-a-Lago"
        return False
    if token.fold in WEEKDAYS or token.text.isupper():
        return True
    lexicon = context.lexicon
    previous = tokens[at - 1] if at and context.gap(at) == " " else None
    after_capital = previous is not None and previous.text[0].isupper() and lexicon.place(previous.fold) < LARGE_CITY
    if (
        previous is not None
        and after_capital
        and lexicon.given(previous.fold) >= (2 if lexicon.word(previous.fold) else 1)
    ):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) and context.gap(at + 1) == " " else None
    if following is None or not following.text[0].isupper() or following.fold in CALENDAR | TITLES:
        return token.fold in MONTHS or lexicon.word(token.fold) > 0 or lexicon.given(token.fold) < COMMON_NAME
    if len(token.fold) == 3 and lexicon.word(following.fold) < COMMON_WORD:
        return False  # "Sun Li"
    return lexicon.given(token.fold) < COMMON_NAME or lexicon.word(following.fold) >= COMMON_WORD
