"""Makes news for the speed benchmark: stories, their clean sources, copy with mangled names, and lists of names.

Everything is drawn, by a seed, from wordings of this module and from the lists of given names, surnames and places that
the package ships: the same call gives the same texts on every machine. People and news are made up.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from repair.core.resources import shipped_model
from repair.training.corruption.letter_errors import guess_vowels, misspell, typo

MANGLED = 1 / 50  # of the different names of a copy
COPY_BYTES = 5000
SOURCES = 3  # that report a story
ABSENT = 0.1  # of a copy's facts no source tells

# What happened, in three wordings each. P: a person in full, L: the surname alone, T: with a title, G: a place,
# O: an organisation, n: a thing, v: a plural thing, a: an adjective, d: a day, m: a number.
_FACTS: tuple[tuple[str, str, str], ...] = (
    ("{T0} opened the {a0} {n0} in {G0} on {d0}, after {m0} months of work.",
     "On {d0} the {a0} {n0} of {G0} was opened by {T0}; the work had taken {m0} months.",
     "It took {m0} months to build the {a0} {n0} that {T0} inaugurated in {G0} on {d0}."),
    ("{L0} said that {O0} would pay for the {n0} and for {m0} {v0}.",
     "The {n0} and {m0} {v0} are to be paid by {O0}, according to {L0}.",
     "{O0} pays for the {n0}, {L0} told reporters, and for {m0} {v0} as well."),
    ("{P0}, who leads {O0}, called the {n0} a {a0} mistake.",
     "The head of {O0}, {P0}, spoke of a {a0} mistake when asked about the {n0}.",
     "For {P0} of {O0} the {n0} was a mistake, and a {a0} one."),
    ("In {G0}, {m0} people came to hear {L0} talk about {v0} and the {n0}.",
     "About {m0} people listened in {G0} when {L0} talked about the {n0} and its {v0}.",
     "{L0} talked about {v0} before {m0} listeners in {G0}; the {n0} was hardly mentioned."),
    ("The {n0} between {G0} and {G1} has been closed since {d0} because of {a0} {v0}.",
     "Since {d0} nobody has used the {n0} from {G0} to {G1}: the {v0} are too {a0}.",
     "Because the {v0} are {a0}, the {n0} that links {G0} with {G1} was closed on {d0}."),
    ("“We never asked for {v0},” said {P0}, “and {O0} knows it.”",
     "{P0} insisted that nobody had asked for {v0} and that {O0} knew.",
     "Nobody wanted the {v0}, said {P0}; {O0} had been told so."),
    ("{L0} and {L1} met in {G0} to settle the {a0} quarrel over the {n0}.",
     "A meeting in {G0} was meant to end the {a0} quarrel that {L0} and {L1} have over the {n0}.",
     "Over the {n0}, {L0} and {L1} have a {a0} quarrel, which they tried to settle in {G0}."),
    ("A court in {G0} will hear the case of the {n0} on {d0}, {O0} announced.",
     "{O0} said the case of the {n0} would be heard by a court in {G0} on {d0}.",
     "On {d0}, as {O0} announced, judges in {G0} take up the case of the {n0}."),
    ("{T0} promised {m0} new {v0} for {G0} before the end of the year.",
     "By the end of the year {G0} is to have {m0} new {v0}, {T0} promised.",
     "There will be {m0} more {v0} in {G0} this year; so {T0} promised."),
    ("The price of {v0} has risen by {m0} percent, and {L0} blames the {a0} {n0}.",
     "{L0} holds the {a0} {n0} responsible for the price of {v0}, which is up {m0} percent.",
     "Up by {m0} percent: the price of {v0} shows, said {L0}, how {a0} the {n0} is."),
    ("{O0} found {m0} {v0} in a warehouse near {G0}, most of them {a0}.",
     "Near {G0}, in a warehouse, {m0} {v0} were found by {O0}; most were {a0}.",
     "Inspectors of {O0} counted {m0} mostly {a0} {v0} in a warehouse close to {G0}."),
    ("{P0} will not stand again, which surprised {L1} and many in {G0}.",
     "To the surprise of {L1} and of many people in {G0}, {P0} does not stand again.",
     "Many in {G0}, {L1} among them, had not expected that {P0} would give up."),
    ("The report of {m0} pages tells how the {n0} failed and who had been warned.",
     "How the {n0} failed, and who was warned, can be read in a report of {m0} pages.",
     "On {m0} pages the report describes the failure of the {n0} and the warnings before it."),
    ("Nobody was hurt, but the {a0} {n0} and its {v0} are beyond repair.",
     "The {v0} and the {a0} {n0} cannot be mended, though nobody came to harm.",
     "There were no injuries; the {a0} {n0} is lost with all its {v0}."),
    # So many without a name that copy has as many names a kilobyte (11) as real machine output of news.
    ("The {n0} was to cost {m0} million, but the first bills alone came to more than that.",
     "More than the {m0} million planned for the {n0} has been spent on the first bills.",
     "Though {m0} million was set aside for the {n0}, the first bills have used it up."),
    ("On {d0} the {v0} were brought by night, under guard, to a place that nobody would name.",
     "Nobody would say where the {v0}, which were moved under guard on the night of {d0}, are now.",
     "The {v0} left under guard on {d0} after dark, and where they went is a secret."),
    ("Experts had doubted from the beginning that so {a0} a {n0} could ever be finished in time.",
     "That a {n0} so {a0} would be ready in time was doubted by experts from the start.",
     "Finishing such a {a0} {n0} in time had never seemed likely to the experts."),
    ("For {m0} workers it means a winter without wages, since the {v0} can no longer be sold.",
     "Because no one buys the {v0} any more, {m0} workers will go without wages this winter.",
     "This winter {m0} workers get no wages: there is no market left for the {v0}."),
    ("The rain had been heavy all week, and by {d0} the water stood {m0} centimetres high in the {n0}.",
     "After a week of heavy rain the water in the {n0} had risen to {m0} centimetres by {d0}.",
     "Water of {m0} centimetres was measured in the {n0} on {d0}, after a week of rain."),
    ("Children who had collected {v0} for the {n0} were allowed to stay away from their lessons.",
     "There were no lessons for the children who had gathered {v0} to help the {n0}.",
     "Whoever of the children had collected {v0} for the {n0} had the day off."),
    ("Tickets were sold out within {m0} minutes, which even the {a0} critics had not expected.",
     "Even critics who called it {a0} were surprised that tickets lasted only {m0} minutes.",
     "It took {m0} minutes to sell all tickets, to the surprise of the {a0} critics."),
    ("The old {n0} will be pulled down, and its {v0} are to be given away to those who come first.",
     "Those who come first can have the {v0} of the old {n0}, which is to be pulled down.",
     "Before the old {n0} is torn down its {v0} will be handed out to the first who come."),
)  # fmt: skip
_TITLES = (
    "Prime Minister", "Foreign Minister", "President", "Mayor", "Governor", "Senator", "Professor", "Bishop",
    "Transport Minister", "Interior Minister",
)  # fmt: skip
_THINGS = (
    "bridge harbour tunnel railway orchard hospital archive theatre refinery reservoir lighthouse airport stadium "
    "library pipeline vineyard monastery observatory quarry sawmill dairy canal museum brewery cemetery greenhouse "
    "barracks warehouse laboratory market fortress shipyard windmill tannery foundry school terminal ferry barge "
    "tower garden glacier forest mine dam power-plant embassy clinic bakery kennel circus aquarium"
).split()
_PLURALS = (
    "lanterns barrels tractors violins helmets beehives bicycles carpets turbines telescopes anchors kettles saddles "
    "blankets ladders pianos umbrellas cables drones seedlings herrings melons walnuts lorries wagons trams engines "
    "sensors batteries masks permits ballots tickets passports vaccines stamps diamonds paintings statues carvings"
).split()
_ADJECTIVES = (
    "rusty costly disputed forgotten narrow splendid leaking provisional ancient hasty modern crooked frozen quiet "
    "illegal painful generous stubborn secret remarkable hollow golden bitter shallow restless fragile noisy steep"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_BODIES = ("Institute", "Trust", "Holding", "Union", "Agency", "Bank", "Foundation", "Council")


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of news: the clean texts that tell it, and its names as ``(canonical, kind)``."""

    sources: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    facts: tuple[tuple[int, dict[str, str]], ...]
    cast: _Cast


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that tells a story with some names mangled: ``(as printed, as it should be)``."""

    text: str
    mangled: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Cast:
    """The names of a story: people in full with their titles, places, organisations."""

    people: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    bodies: tuple[str, ...]


class Pool:
    """Names to draw from."""

    def __init__(self) -> None:
        self.given, self.surnames = [], []
        for word, rank in _listed("names"):
            if rank // 4 >= 2 and len(word) > 3:
                self.given.append(word.capitalize())
            if rank % 4 in (1, 2) and rank // 4 == 0 and len(word) > 4:
                self.surnames.append(word.capitalize())
        self.towns = [
            word.capitalize() for word, rank in _listed("places") if rank == 1 and word.isalpha() and len(word) > 5
        ]

    def person(self, rng: random.Random) -> str:
        """Return a full name."""
        return f"{rng.choice(self.given)} {rng.choice(self.surnames)}"


def _listed(name: str) -> Iterator[tuple[str, int]]:
    raw = gzip.decompress((shipped_model("background") / f"{name}.txt.gz").read_bytes()).decode()
    for line in raw.splitlines():
        word, _, rank = line.partition("\t")
        if word.isascii() and word.replace("-", "").isalpha():
            yield word, int(rank)


def stories(count: int, seed: int = 1) -> Iterator[Story]:
    """Yield stories with the sources that report them."""
    pool = Pool()
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        people = tuple((pool.person(rng), rng.choice(_TITLES)) for _ in range(9))
        places = tuple(rng.choice(pool.towns) for _ in range(5))
        bodies = tuple(f"{rng.choice(pool.surnames)} {rng.choice(_BODIES)}" for _ in range(4))
        cast = _Cast(people, places, bodies)
        things, plurals = rng.sample(_THINGS, 6), rng.sample(_PLURALS, 6)
        facts = tuple(_fact(rng, cast, things, plurals) for _ in range(62))
        sources = tuple(_report(facts, wording, rng, SOURCES and 0.85, COPY_BYTES) for wording in range(SOURCES))
        names = (
            *((p, "person") for p, _ in people),
            *((g, "place") for g in places),
            *((o, "organisation") for o in bodies),
        )
        yield Story(sources, names, facts, cast)


def _fact(rng: random.Random, cast: _Cast, things: Sequence[str], plurals: Sequence[str]) -> tuple[int, dict[str, str]]:
    (one, title), (other, _) = rng.sample(cast.people, 2)
    first, second = rng.sample(cast.places, 2)
    slots = {
        "P0": one, "T0": f"{title} {one}", "L0": one.split()[1], "L1": other.split()[1], "G0": first, "G1": second,
        "O0": "the " + rng.choice(cast.bodies), "n0": rng.choice(things), "v0": rng.choice(plurals),
        "a0": rng.choice(_ADJECTIVES), "d0": rng.choice(_DAYS), "m0": str(rng.randrange(3, 900)),
    }  # fmt: skip
    return rng.randrange(len(_FACTS)), slots


def _report(
    facts: Sequence[tuple[int, dict[str, str]]], wording: int, rng: random.Random, share: float, size: int
) -> str:
    """Return a text that tells a share of the facts."""
    sentences, length = [], 0
    for number, slots in facts:
        if rng.random() < share and length < size:
            sentence = _FACTS[number][wording].format(**slots)
            sentences.append(sentence[:1].upper() + sentence[1:])
            length += len(sentence) + 1
    lines = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return "\n".join(lines)


def copy_of(story: Story, number: int, seed: int = 1, *, absent: float = ABSENT) -> Copy:
    """Return one copy of a story, with about one in fifty of its names mangled throughout.

    ``absent`` is the share of its facts that no source tells, about people whom no source knows.
    """
    rng = random.Random(f"{seed}/{number}/{story.names[0][0]}")
    pool = _POOL[0] if _POOL else _POOL.append(Pool()) or _POOL[0]  # type: ignore[func-returns-value]
    own = _Cast(tuple((pool.person(rng), rng.choice(_TITLES)) for _ in range(3)), story.cast.places, story.cast.bodies)
    facts = list(story.facts)
    for at in range(len(facts)):
        if rng.random() < absent:
            facts[at] = _fact(rng, own, rng.sample(_THINGS, 6), rng.sample(_PLURALS, 6))
    text = _report(facts, rng.randrange(3), rng, 0.97, COPY_BYTES)
    mangled = []
    for name, kind in story.names:
        word = name.split()[-1] if kind == "person" else name.split()[0]
        if rng.random() < MANGLED and word in text:
            wrong = mangle(word, rng)
            text = text.replace(word, wrong)
            mangled.append((wrong, word))
    return Copy(text, tuple(mangled))


_POOL: list[Pool] = []


def mangle(word: str, rng: random.Random) -> str:
    """Return a wrong spelling of a word, as a translation may print it."""
    for _ in range(20):
        wrong = rng.choice((misspell, misspell, guess_vowels, typo))(word.lower(), rng)
        if len(wrong) > 3 and wrong.isalpha() and wrong != word.lower():
            return wrong.capitalize()
    return word[:-1]


def listed_names(count: int, seed: int = 2) -> Iterator[tuple[str, str, list[str]]]:
    """Yield rows of a name list that no source tells of."""
    pool, rng = Pool(), random.Random(seed)
    for _ in range(count):
        roll = rng.random()
        if roll < 0.7:
            yield pool.person(rng), "person", []
        elif roll < 0.85:
            yield f"{rng.choice(pool.surnames)} {rng.choice(_BODIES)}", "organisation", []
        else:
            yield f"{rng.choice(pool.towns)} {rng.choice(pool.surnames)}", "place", []
