"""Word lists of news English: calendar, function words, titles, roles, institutions, places, peoples.

They are closed or nearly closed classes, so they are written down in ``repair/data/`` and not learned. Each file says
what its sections hold. All words are folded forms (`repair.text.normalize.fold`). Nothing here looks at a text.
"""

from __future__ import annotations

from repair.core.tables import table_rows, word_set

WEEKDAYS = word_set("calendar.txt", "weekdays")
MONTHS = word_set("calendar.txt", "months")
CALENDAR = WEEKDAYS | MONTHS | word_set("calendar.txt", "other")

FUNCTION = word_set("function_words.txt", "function words")
NUMBERS = word_set("function_words.txt", "numbers")
NAMESAKES = word_set("function_words.txt", "namesakes")
POSSESSIVES = word_set("function_words.txt", "possessives")
LOCATIVE = word_set("function_words.txt", "locatives")

KIN = word_set("people.txt", "kin")
SPEECH = word_set("people.txt", "speech verbs")
NAME_TAILS = word_set("people.txt", "name endings")

# Lower-case words that may stand inside a name, between two capitals: "Ursula von der Leyen".
PARTICLES = frozenset(
    """
    von van der den dem de del della delle dello dei degli di da das do dos du des la le las los el al ul bin
    bint ibn abu
    ben ter tot zu zum zur y e i ap af av och und et
    """.split()
)
# Lower-case words that may stand inside the name of an institution or work: "Coalition of the Willing".
BRIDGES = frozenset("of for on and".split())

TITLES = word_set("titles.txt", "titles")
TITLE_MODIFIERS = word_set("titles.txt", "title modifiers")
OFFICES = word_set("titles.txt", "offices")
OFFICE_OF = word_set("titles.txt", "office complements")
ROLES = word_set("titles.txt", "roles")
ROLE_MODIFIERS = word_set("titles.txt", "role modifiers")

ORGANISATION_WORDS = word_set("organisations.txt", "organisation words")
DEPARTMENTS = word_set("organisations.txt", "departments")
COMPANY_ENDS = word_set("organisations.txt", "company endings")
EVENTS = word_set("organisations.txt", "events")
CONTESTS = word_set("organisations.txt", "contests")
DOMAINS = word_set("organisations.txt", "domains")

PLACE_WORDS = word_set("places.txt", "place words")
COMPASS = word_set("places.txt", "compass")
REGIONS = frozenset(region for row in table_rows("places.txt", "regions") for region in row)

DEMONYMS = word_set("peoples.txt", "demonyms")
PREFIXES = word_set("peoples.txt", "prefixes")
