"""The joints between words: whether the characters between two words allow both to belong to one name."""

from __future__ import annotations

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
