"""Copy and sources of any length on which the rules and stages of the pipeline have something to do."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from typing import NamedTuple


class Scene(NamedTuple):
    """A sentence of the copy and one of a source; ``{w}`` is a name of its own, ``{l}`` the same in lower case."""

    copy: str
    source: str

    def texts(self, words: Iterable[str]) -> tuple[str, str]:
        """Return copy and source with these sentences once for each of ``words``."""
        pairs = [tuple(text.format(w=word, l=word.lower()) for text in self) for word in words]
        return "".join(copy for copy, _ in pairs), "".join(source for _, source in pairs)


SCENES = {
    "titles": Scene("German Chancellor Ana {w} spoke in Riga. ", "German President Ana {w} spoke in Riga. "),
    "parties": Scene("The {w} Open Regroupment Party won. ", "The {w} Open Rally Party won. "),
    "translated": Scene("Sign {w} spoke in Riga. ", "Mark {w} spoke in Riga. "),
    "damaged": Scene("Rodr?guez{l} met Vel?zquez in Rigo. ", "Rodríguez{l} met Velázquez in Riga. "),
    "joints": Scene("Abud-{w} is where de {w}in lives. ", "Abu {w} is where De {w}yne lives. "),
    "spaces": Scene("Torsten{w} and Mar tina {w} left. ", "Torsten {w} and Martina {w} left. "),
    "offices": Scene(
        "Frederick {w}tz, the German chancellor, spoke. ", "Friedrich {w}z, the German chancellor, spoke. "
    ),
    "peoples": Scene("On Satuiday the Bassian {l} army left. ", "On Saturday the Russian {l} army left. "),
    "readings": Scene("Li Zai{l}ming and Zhao{l} Zhan spoke. ", "Lee Jae-myung and Jo{l} Jin spoke. "),
    "mangled": Scene(
        "Minister Torsten {w}kander met {w}x in Riga, Vikrander said. ",
        "Minister Torsten {w}klander met {w} in Riga, Wiklander said. ",
    ),
    "scanned": Scene(
        "tbe minlster of {l}n sa1d tlie ferrv of {w}rnan leaves. ",
        "The minister of {l}m said the ferry of {w}man leaves. ",
    ),
    "wrapped": Scene(
        "The minister\nTorsten {w}-\nkander of\nthe Min-\nistry of {w}\nsaid so. ",
        "The minister Torsten {w}lander of the Ministry of {w}s said so. ",
    ),
    "quotations": Scene("“Ana of the {w}” said “Sol {w}”, as ‘{w}’ did. ", "“Ana of the {w}x” said “Sol {w}x”. "),
    "abbreviations": Scene("{w} Bank (BX{w}) met {w} and {w}. ", "{w}s Bank (BX{w}) met the {w}ers of {w}. "),
    "capitals": Scene("MINISTER {w}KANDER MET {w}. ", "Minister Torsten {w}klander met {w} in Riga. "),
    "phrases": Scene("the coalition of {l} willing met. ", "The Coalition of the {w} Willing met. "),
    "people": Scene("Analyst Ana {w} and Ana {w}s disagree with Ana {w}sen. ", "Ana {w}son agrees. "),
    "hyphens": Scene("{w}-{w}-{w} met al-{w} and O’{w}. ", "{w}-{w}s met Al {w}s and O’{w}s. "),
    "unknown": Scene("Minister {w}kander met {w}x in Riga. ", ""),
    "spoken": Scene("thank you mister {l}f and ana {l}f i think ", "Ana {w} spoke. "),
}


def words(count: int) -> list[str]:
    """Return different words that could be names, the same ones each time."""
    every = ["".join(each).capitalize() for each in itertools.product("bdgklmnr", "aeiou", "bdgklmnr", "aeiou")]
    random.Random(3).shuffle(every)
    return every[:count]
