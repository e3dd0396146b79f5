"""Measures how many names Apertium keeps right: alone, with placeholders, and through `repair translate`.

Run by hand, not collected:  python benchmarks/bench_translate.py [SENTENCES] [SEED] [fresh]
With ``fresh``, other templates and names are used, which were written after the rules of shape and not consulted for
them. Sentences are drawn from templates and made-up names, two names in each; many of the names are common words of
the language. A name is right when the translation has it as often as the original, letter for letter. A sentence is
as fluent as Apertium when the rest of it reads as it does around names that Apertium's dictionaries have.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from repair.formats import parse
from repair.gazetteer import Gazetteer
from repair.translation.engines import Apertium, Engine
from repair.translation.translator import Translator

ES = """{a} se reunió ayer con {b} en el ministerio.|El alcalde {a} dijo que {b} no firmará el acuerdo.
{a} y {b} viajaron juntos a la capital.|Según {a}, la empresa de {b} pagó las obras.
{b} criticó el plan que presentó {a}.|La ministra {a} visitó {p} el lunes.|{a} nació en {p} y estudió derecho.
El juez {a} citó a {b} como testigo.|Los vecinos de {p} esperan a {a} desde el martes.
{a} ganó el premio y lo dedicó a {b}.|La policía detuvo a {a} en {p}.
El presidente agradeció a {a} su visita a {p}.|{a}, de 54 años, es hermano de {b}.
Una fuente cercana a {a} lo confirmó en {p}.|El libro de {a} cuenta la vida de {b}.
«No lo sabía», dijo {a} a {b}.|{a} fue elegida diputada por {p}.|El equipo de {a} perdió en {p}.
La película de {a} se rodó en {p}.|El contrato lleva la firma de {a} y la de {b}."""
EN = """{a} met {b} at the ministry yesterday.|Mayor {a} said that {b} will not sign the agreement.
{a} and {b} travelled to the capital together.|According to {a}, the company of {b} paid for the works.
{b} criticised the plan that {a} had presented.|The minister {a} visited {p} on Monday.
{a} was born in {p} and studied law.|The judge called {a} and {b} as witnesses.
The people of {p} have waited for {a} since Tuesday.|{a} won the prize and dedicated it to {b}.
The police arrested {a} in {p}.|The president thanked {a} for a visit to {p}.|{a}, 54, is a brother of {b}.
A source close to {a} confirmed it in {p}.|The book by {a} tells the life of {b}.
"I did not know," {a} told {b}.|{a} was elected for {p}.|The team of {a} lost in {p}.
The film of {a} was shot in {p}.|The contract carries the signatures of {a} and {b}."""
ES_GIVEN = """Dolores Consuelo Mercedes Pilar Rosario Esperanza Soledad Milagros Juan José María Ana Luis Carmen Rosa
Ángel Jesús Salvador Victoria Blanca Gloria Marcos Alba Amado Clara Luz Manuel Teresa Joaquín Yolanda
Gonzalo"""
ES_LAST = """Guerra Delgado Casas Iglesias Calle Ríos Blanco Rojo Moreno Rey Reyes Cuesta Prado Llanos Flores Cordero
Toro Cruz Luna Bravo Rubio Calvo Cortés Nieves Puente Castillo Montes Campos Fuentes Torres Iriarte
Echeverría Zubizarreta Quiroga Bengoechea Etxeberria Ferrer Puig Rajoy Feijóo Aznar Kirchner Bachelet
Boluarte Petro Zelenski Nguyen"""
ES_PLACES = """La Paz|Las Palmas|Los Llanos|Buenos Aires|Puerto Montt|Santa Cruz|San José|La Plata|Las Tablas
Los Alcázares|El Alto|El Ejido|La Serena|Punta Arenas|Santa Marta"""
EN_GIVEN = """Grace Faith Joy Hope Rose Mark Will Bill Frank Jack Daisy Ivy June April Summer Dean Grant Miles Rob
Sandy John Mary James Susan Emily Karen George Angela Theresa Keir Boris Kamala"""
EN_LAST = """Bush Brown White Stone Banks Rice Baker Cook Hunt Long Young Price King Case Field Woods Waters Rivers
Gates Jobs Trump Law Love Hill Ford Wood Church Bell Cash Green Black Gray Marsh Pool Savage Starmer
Sunak Zelensky Nguyen Rutte Papadopoulos Kowalski Okonjo Merz"""
EN_PLACES = """Las Vegas|Long Beach|Salt Lake City|Little Rock|Baton Rouge|Grand Rapids|Palm Springs|Green Bay
San Antonio|San Diego|Cedar Rapids|Fort Worth|Santa Fe|El Paso|Boca Raton"""
FRESH_ES = """El ministro {a} anunció ayer que {b} dejará su cargo.|{a} volvió a {p} con su familia.
Ni {a} ni {b} quisieron hablar con la prensa.|La alcaldesa de {p} recibió a {a}.
«Es un error», respondió {a} cuando le preguntaron por {b}.|La novela de {b} está dedicada a {a}.
El fiscal pidió diez años de cárcel para {a} y cinco para {b}.|El partido se jugará en {p}, según {a}.
El gol de {a} llegó después de un pase de {b}.|Miles de personas esperaban en {p} a {a}.
Fue {a} quien llamó a {b} por la noche.|El médico {a} trabaja en {p} desde 2019."""
FRESH_EN = """The minister {a} announced yesterday that {b} will leave office.|{a} returned to {p} with the family.
Neither {a} nor {b} wanted to speak to the press.|The council of {p} received {a}.
"It is a mistake," {a} answered when asked about {b}.|The novel by {b} is dedicated to {a}.
The prosecutor asked for ten years in prison for {a} and five for {b}.|The game will be played in {p}, according to {a}.
The goal by {a} came after a pass from {b}.|Thousands of people were waiting for {a} in {p}.
It was {a} who called {b} at night.|Doctor {a} has worked in {p} since 2019."""
FRESH_ES_GIVEN = """Paloma Nieves Rocío Amparo Concepción Asunción Marina Estrella Cruz Inmaculada Remedios
Ximena Iker Ainhoa Macarena Jordi León Domingo Lázaro Héctor Patricio Ernesto Valentina Isidoro"""
FRESH_ES_LAST = """Paz Franco Vega Cano Sierra Pardo Robles Valle Peña Salas Barba Mora Cabello Caballero Pastor
Hierro Plaza Madera Pino Santos Rosales Gallo Lobo Escudero Arrimadas Urkullu Puigdemont Sheinbaum Noboa Boric
Lacalle Ebrard"""
FRESH_ES_PLACES = """Villa María|Mar del Plata|Río Negro|Tres Arroyos|Piedras Negras|Ciudad Real|Aguas Blancas
El Escorial|La Rioja|Las Rozas|Los Ángeles|Puerto Rico|Santa Fe|San Salvador|Cerro Largo"""
FRESH_EN_GIVEN = """Chase Heath Reed Clay Violet Pearl Ruby Olive Hazel Victor Art Gene Norm Pat Sue Bob Nancy
Priya Kwame Melody Destiny Rusty Sonny Penny"""
FRESH_EN_LAST = """Fox Wolf Lamb Fisher Carpenter Mason Potter Bishop Knight Noble Rich Small Short Strong Moody
Blunt Major Truss Badenoch Cleverly Reeves Streeting Walz Hegseth Ramaswamy Bondi Rubio Power Glass Winters"""
FRESH_EN_PLACES = """Cape May|White Plains|Big Sur|Palm Beach|Iron Mountain|Eagle Pass|Round Rock|Twin Falls
Grand Junction|High Point|Rock Hill|Sioux City|Las Cruces|Los Alamos|El Cajon"""
# Names in Apertium's dictionaries, which need no placeholder: the reference for fluency.
KNOWN = {"a": "Rafael", "b": "Beatriz", "p": "Barcelona"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, its names by the places of its template, and the template."""

    text: str
    names: dict[str, str]
    template: str


def draw(src: str, count: int, seed: int, *, fresh: bool = False) -> list[Sample]:
    """Return ``count`` sentences with two names each; the same seed draws the same."""
    rng = random.Random(seed)
    lists = (ES, ES_GIVEN, ES_LAST, ES_PLACES) if src == "es" else (EN, EN_GIVEN, EN_LAST, EN_PLACES)
    if fresh:
        lists = (FRESH_ES, FRESH_ES_GIVEN, FRESH_ES_LAST, FRESH_ES_PLACES)
        lists = lists if src == "es" else (FRESH_EN, FRESH_EN_GIVEN, FRESH_EN_LAST, FRESH_EN_PLACES)
    templates, places = (re.split(r"[|\n]", text) for text in (lists[0], lists[3]))
    given, last = lists[1].split(), lists[2].split()
    samples = []
    for at in range(count):
        template = templates[at % len(templates)]
        people = [f"{rng.choice(given)} {surname}" for surname in rng.sample(last, 2)]
        every = {"a": people[0], "b": people[1], "p": rng.choice(places)}
        names = {key: name for key, name in every.items() if f"{{{key}}}" in template}
        samples.append(Sample(template.format(**names), names, template))
    return samples


def right(sample: Sample, translation: str) -> int:
    """Return how many of the names stand in ``translation`` once, letter for letter."""
    return sum(len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", translation)) == 1 for name in sample.names.values())


def as_fluent(sample: Sample, translation: str, reference: str) -> bool:
    """Tell whether all but the names reads as around names that the engine knows."""
    for key, name in sample.names.items():
        translation, reference = translation.replace(name, f"<{key}>"), reference.replace(KNOWN[key], f"<{key}>")
    return " ".join(translation.split()) == " ".join(reference.split())


def placeholders(engine: Engine, samples: Sequence[Sample], src: str, tgt: str) -> list[str]:
    """Return translations with each name sent as ``__NAME0__``, and put back where that still stands."""
    masked = [
        sample.template.format(**{key: f"__NAME{at}__" for at, key in enumerate(sample.names)}) for sample in samples
    ]
    translations = engine.translate(masked, src, tgt)
    for number, sample in enumerate(samples):
        for at, name in enumerate(sample.names.values()):
            translations[number] = translations[number].replace(f"__NAME{at}__", name)
    return translations


def protected(translator: Translator, samples: Sequence[Sample], src: str, tgt: str) -> list[str]:
    """Return translations through the translator, each sentence a paragraph of one story."""
    source_document = parse("bench.txt", "\n\n".join(sample.text for sample in samples).encode())
    return translator.translate(source_document, src=src, tgt=tgt).text.split("\n\n")


def gazetteer(samples: Sequence[Sample], path: Path) -> Gazetteer:
    """Return a gazetteer of the samples' names."""
    rows = {(name, "place" if key == "p" else "person") for sample in samples for key, name in sample.names.items()}
    return Gazetteer.from_names([(name, kind, ()) for name, kind in sorted(rows)], path)


def measure(
    engine: Engine, src: str, tgt: str, *, count: int, seed: int, fresh: bool = False
) -> dict[str, tuple[float, float]]:
    """Return for each way the share of names right, and of sentences as fluent as around known names."""
    samples = draw(src, count, seed, fresh=fresh)
    references = engine.translate([sample.template.format(**KNOWN) for sample in samples], src, tgt)
    with tempfile.TemporaryDirectory() as folder:
        listed = Translator(engine, gazetteer=gazetteer(samples, Path(folder, "names.gaz")))
        methods: dict[str, Callable[[], list[str]]] = {
            "plain Apertium": lambda: engine.translate([sample.text for sample in samples], src, tgt),
            "placeholders (`__NAME0__`)": lambda: placeholders(engine, samples, src, tgt),
            "`repair translate`, names by their shape": lambda: protected(Translator(engine), samples, src, tgt),
            "`repair translate --gazetteer`": lambda: protected(listed, samples, src, tgt),
        }
        figures = {}
        for method, translate in methods.items():
            translations = translate()
            names = sum(right(sample, line) for sample, line in zip(samples, translations, strict=True))
            fluent = sum(as_fluent(*each) for each in zip(samples, translations, references, strict=True))
            figures[method] = names / sum(len(sample.names) for sample in samples), fluent / len(samples)
    return figures


def main() -> None:
    """Print the table of both ways."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    engine = Apertium.open()
    fresh = "fresh" in sys.argv
    there, back = (measure(engine, *pair, count=count, seed=seed, fresh=fresh) for pair in (("es", "en"), ("en", "es")))
    write = sys.stdout.write
    write(f"{count} sentences, {2 * count} names each way, seed {seed}{', fresh' * fresh}; ")
    write("names right, sentences as fluent\n")
    for method in there:
        cells = [f"{names:.1%}, {fluent:.0%}" for names, fluent in (there[method], back[method])]
        write(f"| {method} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
