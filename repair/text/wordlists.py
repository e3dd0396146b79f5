"""Word lists of news English: calendar, function words, titles, roles, institutions, places, peoples.

They are closed or nearly closed classes, so they are listed in ``repair/data/`` and not learned. Each file describes
its sections. All words are folded forms (`repair.text.normalize.fold`). No text is read here.
"""

from __future__ import annotations

from repair.core.tables import table_lines, table_rows, word_set

WEEKDAYS = word_set("calendar.txt", "weekdays")
MONTHS = word_set("calendar.txt", "months")
CALENDAR = WEEKDAYS | MONTHS | word_set("calendar.txt", "other")

FUNCTION = word_set("function_words.txt", "function words")
NUMBERS = word_set("function_words.txt", "numbers")
NUMBERED = word_set("function_words.txt", "numbered")
NAMESAKES = word_set("function_words.txt", "namesakes")
POSSESSIVES = word_set("function_words.txt", "possessives")
IRREGULAR_VERBS = word_set("function_words.txt", "irregular verbs")
LOCATIVE = word_set("function_words.txt", "locatives")
CONJUNCTIONS = frozenset(("and", "or"))
"""Words that join two names and belong to neither."""

NEW_WORDS = word_set("new_words.txt", "words")
"""Words that the word lists of the lexicon are too old to have."""

KIN = word_set("people.txt", "kin")
COUNTERPARTS = word_set("people.txt", "counterparts")
TRADES = word_set("people.txt", "trades")
# The spellings of each family name.
KOREAN_FAMILIES = tuple(frozenset(line.split()) for line in table_lines("people.txt", "korean family names"))
KOREAN_FAMILY_NAMES = frozenset().union(*KOREAN_FAMILIES)
WOMEN = word_set("people.txt", "women")
MEN = word_set("people.txt", "men")
SPEECH = word_set("people.txt", "speech verbs")
NAME_TAILS = word_set("people.txt", "name endings")

PARTICLES = word_set("particles.txt", "particles")
ARABIC_PARTICLES = word_set("particles.txt", "arabic")
PARTICLES_BETWEEN_SURNAMES = word_set("particles.txt", "between surnames")
PARTICLES_TRANSLATED_AS_OF = word_set("particles.txt", "translated as of")
NUMERAL_PARTICLES = word_set("particles.txt", "also numerals")
ARABIC_SERVANT = word_set("particles.txt", "servant")
BRIDGES = word_set("particles.txt", "bridges")
CONNECTIVES = word_set("particles.txt", "connectives")
INNER_WORDS = PARTICLES | CONNECTIVES
"""Words that, in lower case, may be between two capitalised words of one name."""
NON_NAMES = INNER_WORDS - word_set("particles.txt", "also names")
"""Inner words that are not a given name or surname, whatever their case."""

TITLES = word_set("titles.txt", "titles")
TITLE_MODIFIERS = word_set("titles.txt", "title modifiers")
TITLE_ENDS = word_set("titles.txt", "title ends")
TITLE_COMPLEMENTS = word_set("titles.txt", "title complements")
ROLES = word_set("titles.txt", "roles")
ROLE_MODIFIERS = word_set("titles.txt", "role modifiers")
FORMS_OF_ADDRESS = word_set("titles.txt", "forms of address")
HONORIFICS = FORMS_OF_ADDRESS | word_set("titles.txt", "honorifics")
BEFORE_PEOPLE = HONORIFICS | ROLES | TITLES  # words before the name of a person
SAINTS = word_set("titles.txt", "saints")
MONARCHS = word_set("titles.txt", "monarchs")

NAME_ABBREVIATIONS = word_set("abbreviations.txt", "before names") | word_set("abbreviations.txt", "after names")
"""Abbreviations beside a name: "Dr.", "Jr."."""
_ABBREVIATIONS = NAME_ABBREVIATIONS | word_set("abbreviations.txt", "other")
ENGLISH_ABBREVIATIONS = _ABBREVIATIONS | word_set("abbreviations.txt", "english")
"""Abbreviations whose full stop does not end a sentence of English text."""
ABBREVIATIONS = _ABBREVIATIONS | word_set("abbreviations.txt", "other languages")
"""The same for text in any language."""

ORGANISATION_WORDS = word_set("organisations.txt", "organisation words")
DEPARTMENTS = word_set("organisations.txt", "departments")
COMPANY_ENDS = word_set("organisations.txt", "company endings")
EVENTS = word_set("organisations.txt", "events")
BEFORE_NAMES = word_set("organisations.txt", "before a name")
CONTESTS = word_set("organisations.txt", "contests")
DOMAINS = word_set("organisations.txt", "domains")

PLACE_WORDS = word_set("places.txt", "place words")
PLACE_ADJECTIVES = word_set("places.txt", "adjectives")
STREETS = word_set("places.txt", "streets")
PLACE_ENDS = word_set("places.txt", "ends")
SECOND_PARTS = word_set("places.txt", "second parts")
PLACE_UNITS = word_set("places.txt", "units")
COMPASS = word_set("places.txt", "compass")
REGIONS = frozenset(region for row in table_rows("places.txt", "regions") for region in row)
PROVINCES = frozenset(province for row in table_rows("places.txt", "provinces") for province in row)
NATURE = frozenset(name for row in table_rows("places.txt", "nature") for name in row)
"""Names of seas, rivers, lakes, mountains, deserts, islands and historical regions."""
PLACES_IN_THE_NEWS = frozenset(place for row in table_rows("places.txt", "in the news") for place in row)

DEMONYMS = word_set("peoples.txt", "demonyms")
PREFIXES = word_set("peoples.txt", "prefixes")
LATIN_PEOPLES = word_set("peoples.txt", "latin")
PEOPLES_IN_THE_NEWS = word_set("peoples.txt", "in the news")
