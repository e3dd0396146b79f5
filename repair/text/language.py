"""Tell English copy from copy in another language by the share of its words that English has.

Only this one question is answered, since the rest of the package reads English alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.text.lexicon import Lexicon
from repair.text.tokens import Token

MIN_WORDS = 8  # lower-case words below which nothing can be said
MAX_WORDS = 400  # lower-case words looked at
FREQUENT = 3  # of `Lexicon.word`: a word of everyday English
# On 1,600 lines of machine translation, speech recognition and OCR in English the share was .56 and more but for two
# lines that nobody could read; sentences in Spanish, French, Italian, Czech and Dutch had .11 to .26.
MIN_SHARE = 0.45


def is_english(tokens: Sequence[Token], lexicon: Lexicon) -> bool | None:
    """Return whether a text is English, None where it is too short to tell.

    Args:
        tokens: The words of the text; those with a capital do not count, since names have no language.
        lexicon: The word list of English.

    >>> from repair.text.tokens import tokenize
    >>> lexicon = Lexicon.load()
    >>> is_english(tokenize("Der Präsident sagte am Montag, dass die Gespräche mit dem Land gut verlaufen."), lexicon)
    False
    >>> is_english(tokenize("The president said on Monday that the talks with the country had gone well."), lexicon)
    True
    >>> is_english(tokenize("Mark Rutte in Prague"), lexicon) is None
    True
    """
    words = [token.fold for token in tokens if not token.capital and token.fold.isalpha()][:MAX_WORDS]
    if len(words) < MIN_WORDS:
        return None
    return sum(lexicon.word(word) >= FREQUENT for word in words) >= MIN_SHARE * len(words)
