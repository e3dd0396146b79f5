"""Places, and Slavic given names, as other languages call them: Napoli and Neapel, Svitlana and Svetlana.

Unlike the places in ``exonyms``, which are equals in English copy, these are spelling variants: copy may keep them,
and an editor may want the English name.
"""

from __future__ import annotations

from repair.text.normalize import fold

# One place a line; the first name is the key of all.
_ABROAD = """
thuringia|thuringen|thueringen
bavaria|bayern|bavorsko
saxony|sachsen|sasko
hesse|hessen
lower saxony|niedersachsen
rhineland palatinate|rheinland pfalz
silesia|slask|slezsko|schlesien
moravia|morava|mahren
bohemia|cechy|bohmen
lusatia|luzice|lausitz
lusatian|luzicke
naples|napoli|neapel
lisbon|lissabon|lisabon
genoa|genova|genua|janov
rome|roma|rom|rim
milan|milano|mailand
turin|torino
venice|venezia|venedig
florence|firenze|florenz
tokyo|tokio
kyoto|kioto
brussels|bruxelles|brussel|brusel
paris|pariz
london|londyn|londres
vienna|wien|viden
warsaw|warszawa|warschau|varsava
krakow|cracow|krakau|krakov
athens|athen|ateny
moscow|moskau|moskva|moskwa
kremlin|kreml
europe|evropa|europa
russia|rossiya|rusko|russland
germany|deutschland|nemecko
austria|osterreich|rakousko
poland|polska|polsko|polen
hungary|magyarorszag|madarsko|ungarn
bahrain|bahrein
copenhagen|kobenhavn|kopenhagen|kodan
gothenburg|goteborg
bethlehem|betlem
mexico|mexiko
cuba|kuba
canada|kanada
""".strip()

# One given name a line, as Russians, Ukrainians and Belarusians write it; people have it in all of them.
_GIVEN = """
volodymyr|vladimir|wladimir|uladzimir
oleksandr|alexander|aleksandr|alyaksandr|aliaksandr
oleksiy|oleksii|alexei|alexey|aleksei|aliaksei
svitlana|svetlana|sviatlana
serhiy|serhii|sergei|sergey|siarhei
mykola|nikolai|nikolay|mikalai
mykhailo|mikhail|mikhailo|mikhas
dmytro|dmitry|dmitri|dmitriy|dzmitry
yevhen|yevhenii|evgeny|yevgeny|yauhen
andriy|andrii|andrei|andrey
petro|pyotr|petr|piotr|peter
pavlo|pavel
ihor|igor
oleh|oleg
olha|olga
olena|elena|yelena
kateryna|ekaterina|yekaterina|katsiaryna
tetiana|tatiana|tatyana
nataliia|natalia|natalya|nataliya
yuliia|yulia|yuliya|julia|iuliia
sofia|sofya|sophia|sofiia
vasyl|vasily|vasili|vasil
kostiantyn|konstantin|kanstantsin
kyrylo|kirill|kiryl
danylo|daniil|danila
fedir|fyodor|fedor|fiodar
hryhoriy|hryhorii|grigory|grigori|ryhor
hennadiy|hennadii|gennady|gennadi|henadz
anastasiia|anastasia|anastasiya
""".strip()

_KEYS = {
    name: f"<{line.partition('|')[0]}>" for line in (_ABROAD + "\n" + _GIVEN).split("\n") for name in line.split("|")
}


def place_names(name: str) -> frozenset[str]:
    """Return the keys of a place named abroad; two of its names in other languages have one in common.

    A name of several words has a key where each of its words is the same but one, which is such a place.

    >>> place_names("SSC Neapel") & place_names("SSC Napoli")
    frozenset({'ssc <naples>'})
    """
    words = fold(name).replace("-", " ").split()
    whole = _KEYS.get(" ".join(words))
    if whole is not None:
        return frozenset({whole})
    keys = [_KEYS.get(word) for word in words]
    if not any(keys):
        return frozenset()
    return frozenset({" ".join(key or word for key, word in zip(keys, words, strict=True))})
