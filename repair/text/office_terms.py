"""Hand-kept tables of offices: which phrases name one office, and which offices one person does not hold at once.

Two titles are a contradiction only when they share a row of `_RIVALS` and no row of `_FAIR`; everything else
counts as fair wording. All are folded forms. Nothing here looks at a text.
"""

from __future__ import annotations

from collections.abc import Iterator

# One office a line; the first phrase is its key, the others say the same.
_OFFICES = """
president|federal president|state president|pres
vice president|deputy president
prime minister|premier|pm|premier minister|first premier|taoiseach|minister president|head of government
deputy prime minister|vice prime minister|deputy premier|vice premier|deputy pm|tanaiste
chancellor|federal chancellor
vice chancellor|deputy chancellor
first minister
chief minister
secretary general|general secretary|sg|gensec|sec gen
director general|general director|dg
managing director
executive director
chief executive|ceo|chief executive officer
director
general manager
manager|team manager
coach|head coach
chair|chairman|chairwoman|chairperson
speaker|parliament speaker|house speaker|parliamentary speaker
commissioner
high commissioner
ambassador
governor|gov
mayor|lord mayor|burgomaster
senator|sen|us senator
representative|rep|congressman|congresswoman|us representative
attorney general|prosecutor general|general prosecutor|chief prosecutor|public prosecutor
judge|justice|chief justice|magistrate
king
queen
emperor
empress
prince|crown prince
princess|crown princess
sultan
emir|amir
duke
duchess
pope
patriarch
metropolitan
cardinal
archbishop
bishop
rabbi|chief rabbi
imam
general|gen|lieutenant general|lt gen|major general|maj gen|brigadier general|brig gen|army general
colonel general
colonel|col|lieutenant colonel|lt col
major|maj
lieutenant|lt|senior lieutenant|first lieutenant|second lieutenant
sergeant|sgt|staff sergeant
corporal
admiral|adm|rear admiral|vice admiral
"""

# One ministry a line; "… minister", "… secretary", "minister of …" and their like are made of each word.
_MINISTRIES = """
foreign|foreign affairs|external affairs|external relations
defence|defense|national defence|national defense|war
interior|internal affairs|home affairs|home|internal security
finance|finances|treasury
justice
health|public health|healthcare
economy|economic affairs|economics|economic|economic development
trade|commerce|foreign trade
industry|industry and trade
energy
environment|climate|climate protection|natural resources
agriculture|farm|food
transport|transportation|infrastructure
culture
sport|sports
education|science|research
labour|labor|employment|work
social affairs|social welfare|welfare|family affairs
digital|digital affairs|digital transformation
security|homeland security|state security
"""
_FORMS = (
    "{} minister", "{} secretary", "minister of {}", "minister of the {}", "minister for {}", "minister for the {}",
    "secretary of {}", "secretary of the {}", "secretary for {}", "federal {} minister", "federal minister of {}",
)  # fmt: skip
# Ministries by other names.
_MORE = """
foreign minister|secretary of state
finance minister|chancellor of the exchequer
interior minister|home secretary
"""

# Offices of which a person holds one at a time: a title of the same row is a contradiction …
_RIVALS = """
president|vice president|prime minister|deputy prime minister|chancellor|vice chancellor|first minister|chief minister
president|king|queen|emperor
secretary general|director general|managing director|president|chair|commissioner|high commissioner|prime minister
secretary general|chief executive|executive director|director|chancellor|governor
governor|mayor
senator|representative
attorney general|judge
king|queen|emperor|empress|prince|princess|sultan|emir|duke|duchess
pope|patriarch|cardinal|archbishop|bishop|rabbi|imam
general|colonel|major|lieutenant|sergeant|corporal|admiral|colonel general
"""
# … unless they are often held together, follow one another in a style of address, or are one word abroad.
_FAIR = """
prime minister|vice president
pope|patriarch
president|chair|speaker|chief executive
director general|managing director|executive director|chief executive|director|chair|president
commissioner|high commissioner|ambassador
deputy prime minister|vice chancellor|vice president
chancellor|finance minister
emperor|king|sultan
king|prince
emir|prince|sultan
empress|queen|princess
duke|prince
duchess|princess
cardinal|archbishop|bishop|metropolitan
patriarch|archbishop|metropolitan
general|colonel general|lieutenant|major
colonel|lieutenant
major|sergeant
manager|coach
finance minister|economy minister|trade minister|industry minister|energy minister
environment minister|energy minister|agriculture minister|transport minister|industry minister
education minister|culture minister|sport minister|digital minister
health minister|social affairs minister|labour minister|economy minister
interior minister|justice minister|security minister|defence minister
"""

# How a country is called before an office; the first is the key.
_COUNTRIES = """
american|us|usa|united states|america|u.s
british|uk|britain|united kingdom|great britain
german|germany|federal
french|france
russian|russia|russian federation
ukrainian|ukraine
chinese|china
japanese|japan
italian|italy
spanish|spain
polish|poland
czech|czech republic|czechia
slovak|slovakia
hungarian|hungary
austrian|austria
swiss|switzerland
dutch|netherlands
belgian|belgium
swedish|sweden
norwegian|norway
danish|denmark
finnish|finland
icelandic|iceland
irish|ireland
scottish|scotland
welsh|wales
greek|greece
turkish|turkey|turkiye
israeli|israel
iranian|iran
iraqi|iraq
syrian|syria
egyptian|egypt
saudi|saudi arabia|saudi arabian
indian|india
pakistani|pakistan
afghan|afghanistan
south korean|south korea
north korean|north korea
canadian|canada
australian|australia
mexican|mexico
brazilian|brazil
argentine|argentina|argentinian
venezuelan|venezuela
cuban|cuba
nigerian|nigeria
south african|south africa
ethiopian|ethiopia
kenyan|kenya
ghanaian|ghana
belarusian|belarus
lithuanian|lithuania
latvian|latvia
estonian|estonia
georgian|georgia
armenian|armenia
azerbaijani|azerbaijan
kazakh|kazakhstan
romanian|romania
bulgarian|bulgaria
serbian|serbia
croatian|croatia
portuguese|portugal
nato|north atlantic treaty organization|alliance
un|united nations|u.n
eu|european union
european commission|eu commission|commission
who|world health organization|world health organisation
imf|international monetary fund
wto|world trade organization|world trade organisation
iaea|international atomic energy agency
"""


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.strip().splitlines():
        yield line.split("|")


def _phrases() -> dict[tuple[str, ...], str]:
    phrases = {tuple(phrase.split()): row[0] for row in _rows(_OFFICES) for phrase in row}
    for row in _rows(_MINISTRIES):
        for word in row:
            for form in _FORMS:
                phrases[tuple(form.format(word).split())] = f"{row[0]} minister"
    phrases |= {tuple(phrase.split()): row[0] for row in _rows(_MORE) for phrase in row}
    return phrases


MINISTRIES = frozenset(f"{row[0]} minister" for row in _rows(_MINISTRIES))
PHRASES = _phrases()
"""From the folded words of a phrase to the key of the office that it names."""
LONGEST = max(map(len, PHRASES))
ABBREVIATIONS = frozenset(
    "pres pm sg dg gov sen rep gen lt maj col sgt adm brig ceo gensec sec".split()
)  # followed by a full stop, or never written out in a repair
BODIES = {name: row[0] for row in _rows(_COUNTRIES) for name in row}
"""From a way to call a country or body, folded, to one name for it."""
SAME = {"coach": "manager"}
"""Offices that sports desks use for one another."""
ADDRESSES = frozenset(("manager", "coach"))
"""Offices that contradict "director" (what Japanese calls them) only as a style of address: "Manager Yano"."""
_RIVAL_SETS = (*(frozenset(row) for row in _rows(_RIVALS)), MINISTRIES)
_FAIR_SETS = tuple(frozenset(row) for row in _rows(_FAIR))


def excludes(told: str, copy: str) -> bool:
    """Whether somebody to whom sources give the office ``told`` would hardly be given the copy's.

    >>> excludes("chancellor", "prime minister"), excludes("finance minister", "chancellor")
    (True, False)
    >>> excludes("deputy foreign minister", "foreign minister"), excludes("foreign minister", "deputy prime minister")
    (True, False)
    """
    deputies = told.startswith("deputy "), copy.startswith("deputy ")
    bases = told.removeprefix("deputy "), copy.removeprefix("deputy ")
    if bases[0] == bases[1]:
        return deputies[0] != deputies[1]
    if copy == "director" and told in ADDRESSES:
        return True
    if "deputy prime minister" not in (told, copy):
        if deputies[0] != deputies[1]:
            return False  # a deputy in one house may well head another
        told, copy = bases
    pair = {told, copy}
    return any(pair <= row for row in _RIVAL_SETS) and not any(pair <= row for row in _FAIR_SETS)
