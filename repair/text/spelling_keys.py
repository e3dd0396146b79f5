"""Spelling keys: two spellings of one name in two romanisation systems share a key (Zelensky and Zelenskyy).

The rules are conservative: a rule applies only where the spelling itself shows its romanisation system, because
spellings that share a key are never corrected and are merged in a gazetteer. No spelling is judged right or wrong.
"""

from __future__ import annotations

import re
from functools import lru_cache

from repair.core.caches import text_cache
from repair.core.characters import APOSTROPHES
from repair.text.exonyms import ARABIC, EXONYMS, SCHOOLS
from repair.text.normalize import fold

_WORD = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
# Letters that some desks write as two: each may be folded to its base letter or written out. Those of the first row are
# written so in their own languages.
_DIGRAPHS = (
    (("ö", "oe"), ("ä", "ae"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"), ("đ", "dj"), ("ő", "oe"), ("ű", "ue")),
    (("ç", "ch"), ("ş", "sh"), ("š", "sh"), ("č", "ch"), ("ž", "zh"), ("ð", "dh"), ("ñ", "ny"), ("ć", "ch")),
)
_ARTICLES = frozenset("al el ul ad as ash an ar at az".split())
# Endings that only names romanised from Cyrillic have.
_SLAVIC = re.compile(
    r"(?:sk|tzk|zk)(?:y|i|yy|iy|ij|ii|yi|yj|aya|aia|aja)$|(?:[^aeiou]|[aeiouy]y?)(?:[oe]v|o?eff|off|[yi]ov)a?$"
    r"|[eyi]nk[oa]$|(?:ch|[yi]u)[uy]?k$|[ou]v[yi]ch$|[eoiy]vn[ay]$|[tm]dze$|shvili$|ishin$|ushin$|[yi]kh$|[aeo][iy]kin$"
)
_FINAL_Y = re.compile(r"(?:yy|iy|ij|ii|yi|yj)$")
_FINAL_EY = re.compile(r"(?<=[aeo])[iyj]$")
_FINAL_IA = re.compile(r"(?:iia|iya|ija)$")
# One vowel at a time: a repetition inside the repetition would take exponential time.
JAPANESE = re.compile(
    r"(?:(?:[kgsztdnhbpmr]y?|sh|ch|ts|j|f|y|w)?(?:[aiueo]|oh(?![aiueo]))|n(?![aiueoy])|m(?=[bp])|[kst](?=[kst]))+"
)
"""A folded word that can be Japanese in Latin letters."""
# Syllables that Japanese names lack, whatever the romanisation: "Feijoo", "Garcheto".
_NOT_JAPANESE = re.compile(r"f[aieo]|(?:j|sh|ch)e|ts[aieo]|[kgsztdnhbpmr]y[ie]|yi|wu")
# Rewrites Slavic romanisations, German and French ones included, to one. The order matters.
_SLAVIC_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"schtsch|shtch", "shch"), (r"tsch|tch", "ch"), (r"sch", "sh"), (r"dsh|dzh|dj", "j"),
        (r"^ye(?=[^aeiou])", "e"), (r"w", "v"),
        (r"off$", "ov"), (r"eff$", "ev"), (r"x", "ks"), (r"kh", "h"), (r"tz", "ts"),
        (r"(?<=[aeiouy])y(?=e)", ""), (r"(?<=[^aeiouy])[yij][oe]v(?=a?$)", "ev"),
        (r"(?:ya|ia|ja)$", "a"), (r"ss", "s"), (r"y|j", "i"), (r"i+", "i"),
    )
)  # fmt: skip
_IOTAS, _US = re.compile("[iyj]+|ee"), re.compile("oo|ou")  # letters of one sound in romanised names
_ONE_LETTER = str.maketrans("qh", "kg")  # "Grigory" and "Hryhoriy" have one letter in Cyrillic
_JAPANESE_RULES = ((re.compile(r"m(?=[bp])"), "n"), (re.compile(r"uu"), "u"), (re.compile(r"ou|oo|oh(?![aiueo])"), "o"))


def in_one_style(word: str) -> str:
    """Return a folded word with one letter for those that desks choose between.

    >>> in_one_style("zelenskiy") == in_one_style("zelensky"), in_one_style("gants") == in_one_style("gantz")
    (True, False)
    """
    return _IOTAS.sub("i", _US.sub("u", word.replace("aa", "a"))).translate(_ONE_LETTER)


def same_name(a: str, b: str) -> bool:
    """Return whether ``a`` and ``b`` are right spellings of one name.

    >>> same_name("Volodymyr Zelensky", "Volodymyr Zelenskyy"), same_name("Kiev", "Kyiv")
    (True, True)
    >>> same_name("Rutte", "Ritter"), same_name("Maria", "Mario")
    (False, False)
    """
    return not spelling_keys(a).isdisjoint(spelling_keys(b))


def plain_spellings(word: str) -> frozenset[str]:
    """Return how a word with accents is written without them in its own language, folded.

    >>> sorted(plain_spellings("Müller")), sorted(plain_spellings("Tunç"))
    (['mueller', 'muller'], ['tunc'])
    """
    written_out = word.lower()
    for mark, letters in _DIGRAPHS[0]:
        written_out = written_out.replace(mark, letters)
    return frozenset((fold(word), fold(written_out)))


def slavic(name: str) -> bool:
    """Return whether a word of a name has an ending that only names romanised from Cyrillic have."""
    return any(_SLAVIC.search(fold(word)) for word in _WORD.findall(name) if len(word) > 4)


@text_cache(maxsize=100_000)
def spelling_keys(name: str) -> frozenset[str]:
    """Return the spelling keys of a name as printed; two spellings that share a key are the same name.

    Spaces, hyphens ("Kim Jong-un", "Kim Jongun") and middle initials are ignored.
    """
    words = _WORD.findall(name)
    if len(words) > 1 and fold(words[0]) == "the":
        words = words[1:]
    whole = EXONYMS.get(" ".join(fold(word) for word in words))
    if whole is not None:
        return frozenset({whole})
    words = [word for at, word in enumerate(words) if not _is_optional(words, at, name)]
    keys = {""}
    for word in words:
        keys = {key + tail for key in keys for tail in _word_keys(word)}
        if len(keys) > 64:  # many accents; the shortest key is enough
            keys = {min(keys, key=len)}
    keys.discard("")
    return frozenset(keys)


def _is_optional(words: list[str], at: int, name: str) -> bool:
    """Return whether a word may be omitted: "and", a middle initial, an Arabic article inside a name."""
    word = fold(words[at])
    if word == "and":
        return True
    if len(word) == 1:
        return 0 < at < len(words) - 1 and len(words[0]) > 1
    if word in _ARTICLES and at < len(words) - 1:
        # "Al Gore" has no article; "Bashar al-Assad" and "al-Assad" have.
        return (
            words[at].islower() or re.search(rf"\b{re.escape(words[at])}-{re.escape(words[at + 1])}", name) is not None
        )
    return False


@text_cache(maxsize=200_000)
def _word_keys(word: str) -> frozenset[str]:
    """Return the keys of one word, one for each way to write its accented letters."""
    lower = word.lower()
    forms = {lower}
    for pairs in () if lower.isascii() else _DIGRAPHS:
        written_out = lower
        for mark, letters in pairs:
            written_out = written_out.replace(mark, letters)
        forms.add(written_out)
    return frozenset(_key(fold(form).replace("'", "")) for form in forms)


def _key(word: str) -> str:
    """Rewrite one folded word by the romanisation systems that its spelling shows."""
    if word in EXONYMS and len(word) > 3:  # "un" inside a name is not the United Nations
        return EXONYMS[word]
    if word in SCHOOLS:
        return SCHOOLS[word]
    if _any_arabic().fullmatch(word):
        return next(name for pattern, name in ARABIC if pattern.fullmatch(word))
    if word == "saint":
        return "st"
    if len(word) < 5:
        return word
    word = _FINAL_IA.sub("ia", word)
    if JAPANESE.fullmatch(word):
        is_native = len(word) > 5 and _NOT_JAPANESE.search(word) is None
        return _rewrite(word, _JAPANESE_RULES) if is_native else word
    word = _FINAL_EY.sub("y", _FINAL_Y.sub("y", word))
    return _rewrite(word, _SLAVIC_RULES) if _SLAVIC.search(word) else word


@lru_cache(maxsize=1)
def _any_arabic() -> re.Pattern[str]:
    """Return all patterns of `ARABIC` as one, since words rarely match and each search takes time."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in ARABIC))


def _rewrite(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, to in rules:
        word = pattern.sub(to, word)
    return word
