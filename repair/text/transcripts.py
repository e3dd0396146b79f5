"""Distinguishes transcripts of speech from written copy by words that are common in speech and rare in writing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from repair.text.tokens import Token

# Phrases of one to three words, folded.
_SPOKEN = frozenset(
    (
        "uh", "um", "umm", "yeah", "okay", "ok", "i'm", "i'll", "i've", "we'll", "we've", "we're", "you're", "that's",
        "it's", "you know", "i think", "thank you", "thanks", "good morning", "good afternoon", "good evening",
        "go ahead", "kind of", "sort of", "i mean", "a little bit", "so much", "next question", "your line",
    )
)  # fmt: skip
_OF_TWO, _OF_THREE = (frozenset(phrase for phrase in _SPOKEN if len(phrase.split()) == words) for words in (2, 3))
_FIRST_OF_SEVERAL = frozenset(phrase.split()[0] for phrase in _OF_TWO | _OF_THREE)
# Speakers use such words themselves; a written report has them inside quotation marks.
_SPEAKERS = frozenset("i me my we us our ours you your".split())
_QUOTATION_MARKS = ('"', "“", "”", "«", "»", "„")
_WRITTEN = ("thanks", "to")  # also in writing
_FEWEST_WORDS = 40
_FEWEST_BARE_WORDS = 20  # of a text without capitals and punctuation
# Shares of the words of a text, and the sum of both in these units that shows speech where neither does. Of 1,354
# pieces of transcribed calls 1,168 reach one of the two and 59 more the sum; of 619 translated news stories and other
# texts 29 and 5, most of them chats and stories told by somebody.
_LEAST_SPOKEN = 0.012
_LEAST_SPEAKERS = 0.04
_LEAST_BOTH = 1.1
# Most marks of punctuation and capitals to a word of what a recogniser writes without either. 260 of the pieces of
# calls are so, and none of 8,258 stories and parts of them.
_MOST_MARKS, _MOST_CAPITALS = 0.01, 0.03
_MARKS = frozenset(".,?!;:")


# Share of speakers in a long text beside a list of names, as there is of a meeting. Of 316 translated stories without
# quotation marks 5 reach it, and 60 of 100 pieces of calls that were read out.
_LEAST_SPEAKERS_BESIDE_LIST, _LONG = 0.016, 200


def is_transcript(text: str, tokens: Sequence[Token], *, beside_list: bool = False) -> bool:
    """Return whether a text was transcribed from speech: it has spoken phrases or speakers, and no quotation marks.

    A text in small letters without punctuation is a transcript, too.

    Args:
        text: The text.
        tokens: Its words.
        beside_list: Whether its sources are lists of names alone, as of those who take part in a meeting.
    """
    folds = [token.fold for token in tokens]
    if any(mark in text for mark in _QUOTATION_MARKS) or len(folds) < _FEWEST_BARE_WORDS:
        return False
    if _is_bare(text, len(folds)):
        return True
    if len(folds) < _FEWEST_WORDS:
        return False
    spoken = sum(map(_SPOKEN.__contains__, folds)) - sum(map(_WRITTEN.__eq__, pairwise(folds)))
    for at in [number for number, word in enumerate(folds) if word in _FIRST_OF_SEVERAL]:
        spoken += " ".join(folds[at : at + 2]) in _OF_TWO
        spoken += " ".join(folds[at : at + 3]) in _OF_THREE
    speakers = sum(fold in _SPEAKERS and not _is_part_of_name(tokens, at) for at, fold in enumerate(folds))
    spoken_share, speakers_share = spoken / len(folds) / _LEAST_SPOKEN, speakers / len(folds) / _LEAST_SPEAKERS
    if beside_list and len(folds) >= _LONG and speakers >= _LEAST_SPEAKERS_BESIDE_LIST * len(folds):
        return True
    return max(spoken_share, speakers_share) >= 1.0 or spoken_share + speakers_share >= _LEAST_BOTH


def _is_part_of_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is the acronym "US", or the number of a monarch after a name: "Elizabeth I"."""
    token = tokens[at]
    if token.fold == "us":
        return token.text.isupper()
    return token.text == "I" and at > 0 and not token.first and tokens[at - 1].text.istitle()


def _is_bare(text: str, words: int) -> bool:
    """Whether a text of so many words has hardly any capitals and marks of punctuation."""
    # Marks are counted first: written copy has many, and its capitals take far longer to count.
    return sum(map(text.count, _MARKS)) <= _MOST_MARKS * words and (
        sum(map(str.isupper, text)) <= _MOST_CAPITALS * words
    )
