"""Hand-kept tables of spellings that are one name though no rule of letters says so.

Places with two names in English use, Arabic names whose vowels every desk writes its own way, Russian given names
with an established second spelling, Korean and Chinese surnames in two systems. Folded; looked up by ``variants``.
"""

from __future__ import annotations

import re

# One place a line; the first name is the key of all.
_PLACES = """
kyiv|kiev|kyyiv|kiyv
brazil|brasil
kharkiv|kharkov|harkiv
odesa|odessa
lviv|lvov
chernihiv|chernigov
mykolaiv|nikolaev|nikolayev|mykolayiv
zaporizhzhia|zaporizhia|zaporozhye|zaporizhzhya|zaporozhe
luhansk|lugansk
dnipro|dnepr|dnipropetrovsk|dnepropetrovsk
rivne|rovno
vinnytsia|vinnitsa|vinnytsya
donbas|donbass
chornobyl|chernobyl
kropyvnytskyi|kirovohrad|kirovograd
sievierodonetsk|severodonetsk|syeverodonetsk
bakhmut|artemivsk
crimea|krym
dnieper|dnipro river|dniepr
belarus|byelarus|belorussia
minsk|mensk
gomel|homyel|homel
orel|oryol
grodno|hrodna
mogilev|mahilyow|mogilyov
brest litovsk|brest lytovsk
chisinau|kishinev
moldova|moldavia
tbilisi|tiflis
almaty|alma ata
astana|nur sultan
kyrgyzstan|kirghizstan|kirgizstan
tajikistan|tadjikistan
turkmenistan|turkmenia
ashgabat|ashkhabad
bishkek|frunze
st petersburg|saint petersburg|leningrad
volgograd|stalingrad
yekaterinburg|ekaterinburg
nizhny novgorod|nizhniy novgorod|nizhni novgorod
mumbai|bombay
kolkata|calcutta
chennai|madras
bengaluru|bangalore
varanasi|benares|banaras
pune|poona
thiruvananthapuram|trivandrum
kochi|cochin
gurugram|gurgaon
puducherry|pondicherry
myanmar|burma
yangon|rangoon
beijing|peking
nanjing|nanking
guangzhou|canton
chongqing|chungking
tianjin|tientsin
qingdao|tsingtao
xiamen|amoy
xian|sian
taipei|taibei
kaohsiung|gaoxiong
macau|macao
tibet|xizang
inner mongolia|nei mongol
ulaanbaatar|ulan bator
pyongyang|phyongyang
busan|pusan
daegu|taegu
gwangju|kwangju
incheon|inchon
jeju|cheju
ho chi minh city|saigon
hanoi|ha noi
vietnam|viet nam
da nang|danang
phnom penh|pnom penh
timor leste|east timor
eswatini|swaziland
ivory coast|cote d'ivoire|cote divoire
cape verde|cabo verde
congo kinshasa|democratic republic of congo|democratic republic of the congo|dr congo|drc
congo brazzaville|republic of congo|republic of the congo
ndjamena|n'djamena
tehran|teheran
isfahan|esfahan
mashhad|meshed
mosul|al mosul
basra|basrah
fallujah|falluja
kirkuk|karkuk
raqqa|al raqqa|rakka
aleppo|halab
homs|hims
sanaa|sana'a
mecca|makkah
medina|madinah
riyadh|riyad
jeddah|jiddah|jidda
doha|ad dawhah
kuwait city|al kuwait
beersheba|beer sheva|be'er sheva
jaffa|yafo
acre|akko
nablus|shechem
khan younis|khan yunis|khan yunus
rafah|rafiah
turkey|turkiye
istanbul|constantinople
izmir|smyrna
ankara|angora
czech republic|czechia
netherlands|holland|the netherlands
north macedonia|macedonia
gdansk|danzig
wroclaw|breslau
krakow|cracow
szczecin|stettin
poznan|posen
warsaw|warszawa
prague|praha
brno|brunn
plzen|pilsen
karlovy vary|karlsbad|carlsbad
ceske budejovice|budweis
bratislava|pressburg
vienna|wien
munich|munchen|muenchen
cologne|koln|koeln
nuremberg|nurnberg|nuernberg
hanover|hannover
brunswick|braunschweig
frankfurt am main|frankfurt
geneva|geneve|genf
basel|basle
bern|berne
zurich|zuerich
lucerne|luzern
brussels|bruxelles|brussel
antwerp|antwerpen|anvers
ghent|gent
bruges|brugge
liege|luik|luttich
the hague|hague|den haag
marseille|marseilles
lyon|lyons
strasbourg|strassburg
rheims|reims
turin|torino
milan|milano
venice|venezia
florence|firenze
naples|napoli
genoa|genova
leghorn|livorno
majorca|mallorca
minorca|menorca
seville|sevilla
zaragoza|saragossa
la coruna|a coruna|corunna
lisbon|lisboa
oporto|porto
copenhagen|kobenhavn
gothenburg|goteborg|goeteborg
aarhus|arhus
helsinki|helsingfors
turku|abo
tallinn|reval
tartu|dorpat
riga|ryga
vilnius|wilno|vilna
kaunas|kovno
klaipeda|memel
kaliningrad|konigsberg|koenigsberg
belgrade|beograd
kosovo|kosova
pristina|prishtina
skopje|skoplje
thessaloniki|salonika|salonica
piraeus|pireas
bucharest|bucuresti
cluj napoca|cluj
reykjavik|reykjavikurborg
havana|la habana
mexico city|ciudad de mexico
falkland islands|falklands|malvinas
quebec city|quebec
nuuk|godthab
greenland|kalaallit nunaat
sri lanka|ceylon
harare|salisbury rhodesia
maputo|lourenco marques
kinshasa|leopoldville
pretoria|tshwane
gqeberha|port elizabeth
""".strip()

# Lands and leagues known by their letters.
_LETTERS = """
united states|us|usa|u s|u s a|united states of america
united kingdom|uk|u k
european union|eu|e u
united nations|un|u n
united arab emirates|uae|u a e
""".strip()

# One Russian, Ukrainian or Belarusian given name a line, in the spellings desks use for the same person.
_GIVEN = """
alexander aleksandr aleksander alexandr
alexei alexey aleksei aleksey alexej aleksej alexsey alexsei
andrei andrey andrej andrii andriy
anatoly anatoli anatoliy anatolii anatolij
arkady arkadi arkadiy arkadii
arthur artur
artyom artem artiom
daniil danil
daria darya dariya
dmitry dmitri dmitriy dmitrii dmitrij dimitri dimitry
evgeny yevgeny evgeni yevgeni evgeniy yevgeniy evgenii yevgenii jewgeni evgenij
ekaterina yekaterina
elena yelena
elizaveta yelizaveta
efim yefim
egor yegor
eltsin yeltsin
fyodor fedor fiodor
gennady gennadi gennadiy gennadii
georgy georgi georgiy georgii
grigory grigori grigoriy grigorii
ilya ilia ilja
igor ihor
kirill kiril
konstantin constantin
ksenia xenia kseniya ksenija
leonid leonyd
lyudmila ludmila liudmila lyudmyla
matvei matvey
maxim maksim maksym maxym
mikhail mihail michail
natalia natalya nataliya nataliia natalja
nikolai nikolay nikolaj
oksana oxana
oleg oleh
petr pyotr
roman raman
semyon semion semen
sergei sergey sergej serguei
svyatoslav sviatoslav
shoigu shoygu
sofia sofya sofiya
tatiana tatyana tatjana
timofey timofei
valentin valentyn
valery valeri valeriy valerii valerij
vasily vasili vasiliy vasilii vassily vasyl
vitaly vitali vitaliy vitalii vitalij
viktor victor
vyacheslav viacheslav
yaroslav iaroslav jaroslaw
yulia yuliya julia iulia yuliia
yuri yury yuriy yurii jurij juri
yevhen evhen yevhenii
volodymyr wolodymyr volodimir
vladimir wladimir
oleksandr olexandr
oleksiy oleksii olexiy oleksij
serhiy serhii sergiy sergii
mykhailo mykhaylo mihajlo mykhajlo
mykola mykolay
andriana andrijana
zelensky zelenskyy zelenskiy zelenskyi zelenski zelenskij zelenskyj selenskyj
""".strip()

# One Korean or Chinese surname a line, in the spellings of the schools of romanisation (McCune and Reischauer, Revised
# and by habit; Pinyin, Wade and Giles). Those short enough to be many names (Yi, Chang, Ko) are left out.
_SURNAMES = """
park pak bak
choi choe
yoon yun
paek baek paik
kwon gwon
kwak gwak
huh heo hur
roh noh
zhou chou
xu hsu
xie hsieh
xiao hsiao
deng teng
cai tsai
cao tsao
guo kuo
zeng tseng
jiang chiang
qiu chiu
zhuang chuang
""".strip()

# Names from Arabic (and Persian): the vowels and doubled letters are each desk's own.
_ARABIC = """
muhammad=m[uo]u?h+a?mm?[aeu]d|mehmed
ahmad=ahm[ae]d
mahmud=m[ae]hm(?:ou|u|oo)d
husayn=h[uo]u?ss?(?:ei|ai|ay|ey|e)n
hassan=hass?[ae]n
yusuf=yo?u?ss?[ueio]u?ff?|yoo?s[ue]f
abdul=abd[aeou]u?l?
abdullah=abd[aou]u?ll?ah?
usama=(?:ou|u|o)ss?ama
umar=(?:ou|u|o)mar
uthman=(?:ou|u|o)thman
khalid=kh?al[ie]d
said=sa[ey]?[ie]+d
rashid=ra(?:sh|ch)(?:i|ee)d
hamid=ham(?:i|ee)d
karim=k[ae]r(?:i|ee)m
salim=sal(?:i|ee)m
nasir=na(?:ss?[ie]r)
yasir=yass?[ie]r
walid=(?:w|ou)al(?:i|ee)d
tariq=t[ae]r[ei]c?[qk]
ibrahim=[ie]br?ah(?:i|ee)m
ismail=[ie]sma[ae]?[iy]l
sulayman=s[uo]u?l[ea][iy]man
sulaymani=s[uo]u?l[ea][iy]mani
mustafa=m(?:ou|u|o)sta[fp]h?a
hizbullah=h[ei]zb[uo]ll?ah
huthi=h(?:ou|u|oo)thi
huthis=h(?:ou|u|oo)this
qaida=qa'?[ei]da
asad=al?ass?ad|ass?ad
faysal=f[ae][iy]s[ae]l
mansur=mans(?:ou|u|oo)r
haniya=haniy?[ae]h?
nasrallah=nasr[au]ll?ah
ruhani=r(?:ou|u|o)hani
qasim=[qk]ass?[ei]m
muqtada=m[uo][qk]tada
qadhafi=(?:q|g|k|gh|kh)[ae](?:dd?h?|dhdh|th)aff?[iy]
sharif=(?:sh|ch)[ae]r(?:i|ee)f
shaykh=sh[ea][iy]kh|sh[ea][iy]k
shaykha=sh[ea][iy]kha
jamal=dj?am[ae]l|jam[ae]l
abbas=abb?ass?
khumayni=kh(?:o|u)m[ea][iy]ni
khamenei=kham[ae]n[e]?[iy]?[iy]
fatima=fat[ie]mah?
aisha=a[iy]?[sc]h?sh?ah?
zaynab=z[ea][iy]n[ae]b
sisi=al[- ]?sisi|sisi
baghdadi=bagh?dadi
zawahiri=za[wo][aou]?hiri
musavi=m(?:o|u|ou)ss?av[iy]
shabab=shab[ae]+b
jazeera=jaz[ei]+ra
""".strip()


def _table(lines: str, separator: str | None) -> dict[str, str]:
    """Map every spelling of a line to the first of that line, marked so that no plain word equals it."""
    table: dict[str, str] = {}
    for line in lines.split("\n"):
        spellings = line.split(separator)
        for spelling in spellings:
            table.setdefault(spelling, f"<{spellings[0]}>")
    return table


PLACE_PAIRS = tuple(tuple(line.split("|")) for line in _PLACES.split("\n"))
EXONYMS = _table(_PLACES + "\n" + _LETTERS, "|")
SCHOOLS = _table(_GIVEN + "\n" + _SURNAMES, None)
ARABIC = tuple(
    (re.compile(pattern), f"<{name}>") for name, _, pattern in (line.partition("=") for line in _ARABIC.split("\n"))
)
