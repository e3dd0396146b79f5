"""Phrases that announce a person in a call or a broadcast: "our next question comes from", "thank you", "our CFO".

Recognisers write such phrases rightly even where they do not know the name. They tell where a name is due, whatever
the words there are. Punctuation is ignored, for recognisers guess it.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.text.wordlists import FUNCTION, HONORIFICS

BEFORE = ("question", "handed", "thanks", "greeting", "title", "role", "self", "joined", "mention")
AFTER = ("affiliation", "invited", "role after", "reporting", "thanks after")
# Words with which names rarely begin or end.
EDGES = FUNCTION | frozenset("oh hi hello good uh um yeah okay ok now just here there then also".split())
_FARTHEST = 6  # words before a name that are read
TITLES = frozenset("mr mrs ms miss mister dr doctor professor sir madam".split()) | HONORIFICS
_SKIPPED = TITLES | {"uh", "um"}
_QUESTION = frozenset("question questions line comes coming come next caller".split())
_HANDED = frozenset(
    ("over to", "back to", "call to", "floor to", "now to", "hand to", "turn to", "go to", "conference to",
     "to introduce")
)  # fmt: skip
_THANKS = frozenset(("thanks", "thank you", "thank", "go ahead", "your question"))
_GREETING = frozenset("hi hello hey morning afternoon evening night welcome".split())
ROLES = frozenset(
    "officer president chairman chairwoman ceo cfo coo treasurer counsel host colleague colleagues director controller "
    "analyst secretary founder manager minister spokesman spokeswoman reporter correspondent finance".split()
)
_SELF = frozenset(("i'm", "i am", "this is", "name is", "it's", "we have", "here is"))
_JOINED = frozenset(
    ("joined by", "conference call", "call today", "speaker today", "today", "are with", "with me", "call are",
     "today are", "today is", "us are", "me are", "by doctors", "introduce")
)  # fmt: skip
_MENTION = frozenset("as like what and with for yeah yes no ok okay so well".split())
_AFFILIATION = frozenset("with from of at for".split())
_INVITED = frozenset("please go your you line may".split())
_ROLE_AFTER = frozenset(
    "chief president vice senior our ceo cfo coo director executive investor head chairman chair general company's "
    "the managing".split()
)
# Words of speech that are no part of a name: "Brett mentioned".
VERBS_OF_SPEECH = frozenset("mentioned said talked touched noted pointed described outlined alluded says spoke".split())
_REPORTING = VERBS_OF_SPEECH | {"you", "will"}
_THANKS_AFTER = frozenset("thank thanks hi hello good morning great yeah yes".split())


def is_titled(folds: Sequence[str], low: int) -> bool:
    """Return whether a title such as "Mr." precedes the word at ``low``."""
    return low > 0 and folds[low - 1] in TITLES


def frame_before(folds: Sequence[str], low: int) -> tuple[float, ...]:
    """Return for each of `BEFORE` 1 if its phrases precede the word at ``low``, otherwise 0.

    Args:
        folds: The folded words of a copy.
        low: Number of a word.
    """
    near = list(folds[max(0, low - _FARTHEST) : low])
    title = bool(near) and near[-1] in TITLES
    while near and near[-1] in _SKIPPED:
        near.pop()
    last, two = (near[-1] if near else ""), " ".join(near[-2:])
    return tuple(
        map(
            float,
            (
                (last == "from" and not _QUESTION.isdisjoint(near)) or two == "line of",
                two in _HANDED,
                last in _THANKS or two in _THANKS,
                last in _GREETING,
                title,
                last in ROLES or (last == "and" and len(near) > 1 and near[-2] in ROLES),
                two in _SELF or last in _SELF,
                two in _JOINED or last in _JOINED,
                last in _MENTION,
            ),
        )
    )


def announces_person(before: Sequence[float]) -> bool:
    """Return whether the name of a person is due, by the values of `frame_before`; a mere mention does not say so."""
    return any(value for name, value in zip(BEFORE, before, strict=True) if name != "mention")


def frame_after(folds: Sequence[str], high: int) -> tuple[float, ...]:
    """Return for each of `AFTER` 1 if its words follow, 0 otherwise.

    Args:
        folds: The folded words of a copy.
        high: Number of the first word after the name.
    """
    following = folds[high] if high < len(folds) else ""
    return tuple(
        float(following in words) for words in (_AFFILIATION, _INVITED, _ROLE_AFTER, _REPORTING, _THANKS_AFTER)
    )
