"""Tables of romanisation habits: which letters one desk writes where another writes others, for the same sound.

One scheme a language or family of languages. A habit is a pair ``a=b`` and holds in both directions; ``^`` ties it to
the beginning of a word and ``$`` to its end, and ``~`` stands for nothing. Strong habits are plain from the letters
(kh and h, iy and y). Weak ones (a short vowel) are as often a slip, so they count only where the language is plain.
Which spelling is right is not decided here; ``romanisation`` lays two spellings beside each other.
"""

from __future__ import annotations

from dataclasses import dataclass

# Habits of any name brought over from another script, whatever its language.
_ANY = """
kh=h kh=ch kh=x c=k c=q k=q ck=k cc=kk ch=tch ch=tsch sh=sch sch=shch w=v ts=tz ts=c ts=cz ph=f x=ks y=i
y=j i=j ii=i yi=i yy=y iy=y iy=i ij=y ij=i ey=ei ei=ej ey=ej oy=oi ay=ai ai=ei ey=ay uy=ui ia=iya ia=ija ia=ya
iia=ia ou=u oo=u ou=oo ee=i uu=u aa=a oo=o dj=j dzh=j dzh=dj zh=j dj=g dh=d q=kh '=~ u=w ah$=a$ eh$=e$
yeh$=ieh$
"""
_DOUBLE = " ".join(f"{letter}{letter}={letter}" for letter in "bcdfgklmnprstvz")
_CYRILLIC = """
ye=e ye=ie je=e yo=e yo=io jo=e yo=jo yo=o io=e eo=e yu=iu yu=ju iu=ju ya=ia ya=ja ia=ja ya=a ja=a ie=e ay=a g=h
gh=h kh=g zh=sh zh=s zh=z zh=g zh=sch shch=sch shch=sc shch=stch sc=sh ch=c ts=z tz=z s=z cho=che shcho=shche
sho=she zho=zhe ov$=off$ ov$=of$ ev$=eff$ ev$=yev$ ov$=ow$ ova$=owa$ sky$=ski$ sky$=skyi$ sky$=skyy$ sky$=skiy$
sky$=skij$ sky$=skii$ sky$=skyj$ ny$=nyi$ ny$=nyy$ iv$=iw$ iv$=iu$ chuk$=tschuk$ enko$=enka$ v=u ks=kc
"""
_SEMITIC = """
al^=el^ al^=ul^ al^=~ el^=~ sh=ch gh=g th=t th=s dh=z dh=th z=dh g=j gu=j gh=r q=g q=gh h=kh h=ch h=~ tz=z ts=z s=z
v=b iya$=iyah$ ia$=iyah$ i$=iy$ y$=iyy$ ayn$=ein$ ayn$=ain$ o=ou o=oo au=aw aw=ou ao=au u=ou w=ou
"""
_SEMITIC_WEAK = "a=e e=i o=u a=~ e=~ i=~ o=~ u=~ ah=a"
_CHINESE = """
zh=ch z=ts j=ch q=ch x=hs x=sh x=s c=ts ch=q r=j b=p d=t g=k p=b t=d k=g si=szu si=ssu zi=tzu ci=tzu ong=ung
ian=ien ie=ieh ue=ueh e=o ou=u iu=iou yi=i yan=yen yu=iu ang=ong
"""
_KOREAN = """
g=k d=t b=p j=ch eo=u eo=o eu=u eo=ou eo=e ae=ai u=oo u=woo i=ee i=yi i=ri yeo=you yeo=yu yeo=yo l=r si=shi
oe=oi oe=we wo=weo
"""
_JAPANESE = """
shi=si chi=ti tsu=tu fu=hu ji=zi ji=di zu=du sha=sya shu=syu sho=syo cha=tya chu=tyu cho=tyo ja=zya ja=jya
ju=zyu ju=jyu jo=zyo jo=jyo mb=nb mp=np mm=nm o=ou o=oo o=oh u=uu a=aa i=ii e=ei tch=cch o=wo n=nn
"""
_GREEK = (
    "g=gh g=y ch=h ch=kh k=c y=i ou=u b=mp d=nt d=dh th=t ks=x f=ph af=au ef=eu av=au ev=eu i=ee i=ei i=oi os$=o$ i=e"
)
_TURKIC = "j=c ch=c sh=s gh=g k=q y=j y=i v=w zh=j kh=h kh=x dj=c u=y oy=oi uly$=ov$ dzh=c dzh=zh"
_INDIC = "aa=a ee=i oo=u w=v bh=b dh=d th=t gh=g kh=k jh=j sh=s y=i h=~ au=ou ai=ei ck=k chh=ch ksh=x"
_WEST_AFRICAN = "'=~ ou=u dj=j c=ch k=q y=i u$=~ ts=s"


@dataclass(frozen=True, slots=True)
class Habit:
    """Letters that stand for each other: ``one`` and ``other``, tied to a border of the word or free."""

    one: str
    other: str
    opens: bool = False
    closes: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """The habits of one language; ``markers`` are folded words by which a text shows that it tells of its speakers.

    Markers are countries, peoples, capitals, and words that only names of that language have.
    """

    name: str
    habits: tuple[Habit, ...]
    markers: frozenset[str] = frozenset()


def _habits(table: str, *, weak: bool = False) -> tuple[Habit, ...]:
    """Return both directions of each pair of a table."""
    found = []
    for pair in table.split():
        one, other = pair.split("=")
        opens, closes = "^" in pair, "$" in pair
        one, other = (side.strip("^$").replace("~", "") for side in (one, other))
        found += [Habit(one, other, opens, closes, weak), Habit(other, one, opens, closes, weak)]
    return tuple(found)


def _scheme(name: str, table: str, markers: str = "", *, weak: str = "") -> Scheme:
    habits = (*_habits(_ANY), *_habits(_DOUBLE, weak=True), *_habits(table), *_habits(weak, weak=True))
    return Scheme(name, habits, frozenset(markers.split()))


_ARAB_LANDS = """
sudan sudanese egypt egyptian syria syrian iraq iraqi iraqis lebanon lebanese jordan jordanian yemen yemeni
libya libyan tunisia tunisian algeria algerian morocco moroccan saudi qatar qatari kuwait kuwaiti bahrain
bahraini oman omani emirates emirati palestinian palestinians gaza khartoum darfur cairo damascus baghdad beirut
sanaa tripoli riyadh doha houthi houthis hamas hezbollah iran iranian tehran afghanistan afghan taliban kabul
pakistan pakistani somalia somali mauritania chad djibouti muhammad mohammed mohamed mohammad ahmed ahmad abdel
abdul abdallah abdullah abu ibn bin hassan hussein mahmoud mustafa israel israeli israelis knesset jerusalem
hebrew kurdish kurdistan
"""
_CYRILLIC_LANDS = """
russia russian russians ukraine ukrainian ukrainians belarus belarusian moscow kyiv kiev minsk bulgaria
bulgarian sofia serbia serbian kazakhstan kazakh kyrgyzstan kyrgyz uzbekistan uzbek tajikistan tajik macedonia
macedonian soviet chechnya chechen dagestan crimea donetsk luhansk kharkiv armenia armenian georgia georgian
vladimir sergei kremlin
"""
_TURKIC_LANDS = "turkey turkish turkiye ankara istanbul azerbaijan azerbaijani baku turkmenistan kazakhstan"
CYRILLIC, SEMITIC = "Cyrillic", "Arabic or Hebrew"
ANY = _scheme("romanisation", "")
SCHEMES = (
    _scheme(
        CYRILLIC,
        _CYRILLIC,
        _CYRILLIC_LANDS,
    ),
    _scheme(SEMITIC, _SEMITIC, _ARAB_LANDS, weak=_SEMITIC_WEAK),
    _scheme("Chinese", _CHINESE, "china chinese beijing taiwan taiwanese taipei hong shanghai uyghur xinjiang tibet"),
    _scheme("Korean", _KOREAN, "korea korean koreans seoul pyongyang busan kim"),
    _scheme("Japanese", _JAPANESE, "japan japanese tokyo osaka kyoto okinawa hokkaido"),
    _scheme("Greek", _GREEK, "greece greek greeks athens cyprus cypriot thessaloniki"),
    _scheme("Turkic", _TURKIC, _TURKIC_LANDS),
    _scheme("Indic", _INDIC, "india indian pakistan pakistani bangladesh nepal sri delhi mumbai hindu singh"),
    _scheme("West African", _WEST_AFRICAN, "nigeria nigerian hausa niger mali senegal ghana kano sokoto yoruba"),
)
