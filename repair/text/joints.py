"""The joints between words: whether the characters between two words allow both to belong to one name."""

from __future__ import annotations

from collections.abc import Sequence

from repair.text.tokens import Token

HYPHEN = 2  # the joint of words with only a hyphen between them
_JOINING_CHARACTERS = frozenset(("", "-", "–", ".", "'", "&", "·"))
_HYPHENS = frozenset("-–·")
_MAX_SEPARATOR = 2  # characters between two words of one name


class _Joints(dict[str, int]):
    """A cache of joints by the characters between two words: 0 if no name can contain both, `HYPHEN`, else 1."""

    def __missing__(self, gap: str) -> int:
        if len(gap) > _MAX_SEPARATOR:
            return 0  # not cached: there are too many of them
        joint = HYPHEN if gap in _HYPHENS else int(gap.strip() in _JOINING_CHARACTERS)
        self[gap] = joint
        return joint


JOINT_OF = _Joints()
_BROKEN_COMPOUNDS = frozenset(("-\n", "-\r\n", "\u2010\n", "\u2010\r\n"))


def capital_runs(tokens: Sequence[Token], joints: Sequence[int], capital_at: Sequence[int]) -> list[range]:
    """Return the maximal runs of capitalised words, including lower-case parts after a hyphen, as token ranges.

    Args:
        tokens: The words of a text.
        joints: The joint of each word and the next, 0 at the end of a sentence.
        capital_at: The numbers of the words with a capital.
    """
    runs: list[range] = []
    high = 0
    for low in capital_at:
        if low < high:
            continue
        high = low + 1
        while high < len(tokens) and joints[high - 1] and (tokens[high].capital or joints[high - 1] == HYPHEN):
            high += 1
        runs.append(range(low, high))
    return runs


def without_line_end(gap: str) -> str:
    """Return the characters between two words; of "Kosiniak-⏎Kamysz", the hyphen without the line end."""
    return gap[0] if gap in _BROKEN_COMPOUNDS else gap
