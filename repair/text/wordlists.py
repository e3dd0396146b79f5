"""Hand-kept word lists of the news trade: titles, roles, heads of institutions, the calendar, peoples.

These are closed or nearly closed classes, so they are written down rather than learned. All are folded
forms (see ``text.fold``). Nothing here looks at a text.
"""

from __future__ import annotations

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
CALENDAR = (
    WEEKDAYS
    | MONTHS
    | frozenset("mon tue tues wed thu thur thurs fri sat sun gmt bst utc cet cest est edt pst pdt am pm bc ad".split())
)

# Words that open sentences and never open a name, "the" aside (which may: "The Hague").
FUNCTION = frozenset(
    """
    a an the this that these those some any all both each every either neither no not nor none one two three four
    five six seven eight nine ten eleven twelve dozens hundreds thousands millions several many few more most much
    another other others such same own first second third last next
    i you he she it we they me him her us them my your his its our their mine yours hers ours theirs
    who whom whose which what when where why how whether if unless until while although though because since as than
    and or but so yet for nor plus
    about above across after against along alongside amid among around at before behind below beneath beside besides
    between beyond by despite down during except following from given in including inside into like near of off on
    onto opposite out outside over per regarding through throughout to toward towards under underneath unlike up upon
    via with within without
    am is are was were be been being have has had having do does did doing done can could may might must shall should
    will would ought let lets
    here there now then again also too very just only even still already always never often once twice soon ever
    however meanwhile moreover furthermore instead nevertheless nonetheless otherwise therefore thus hence indeed
    perhaps maybe probably possibly certainly clearly apparently recently currently finally initially eventually
    earlier later today yesterday tomorrow tonight ago according asked speaking citing quoting calling saying adding
    noting nobody everybody somebody anybody nothing everything something anything everyone someone anyone
    yes please thanks thank dear hello well oh ok okay
    it's he's she's that's there's what's who's i'm i've i'll i'd you're you've you'll we're we've we'll they're
    they've they'll don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't haven't
    hasn't hadn't let's here's where's how's
    """.split()
)  # fmt: skip

NUMBERS = frozenset("one two three four five six seven eight nine ten first second third".split())
# Small words that are names as well: "Will Smith", "Theresa May", "Ryu So-yeon".
NAMESAKES = frozenset("will may so an do ho you he no on in can".split())

POSSESSIVES = frozenset("his her its their my our your".split())
# Whom a story names beside a person as somebody else of the family.
KIN = frozenset(
    """
    mother father parents wife husband widow widower fiancee fiance daughter daughters son sons child children
    brother brothers sister sisters twin twins sibling siblings stepmother stepfather stepson
    stepdaughter grandmother grandfather grandson granddaughter aunt uncle cousin cousins nephew niece namesake
    """.split()
)  # fmt: skip

# Small second halves of East Asian names: "Hyun-jin", "Gyeonggi-do".
NAME_TAILS = frozenset(
    "cho chome machi ku shi ken do gun gu si mura son dong eup myeon ri ro kai un in hye jin min jung jun ho hee "
    "won wen ling ming ping san sama kun chan".split()
)

# What a site's name may end in: "Seznam.cz".
DOMAINS = frozenset("com net org info tv io co uk eu ru ua by cz sk pl de at fr es it is se no fi jp cn hk kr".split())

# Lower-case words that may stand inside a name, between two capitals: "Ursula von der Leyen".
PARTICLES = frozenset(
    """
    von van der den dem de del della delle dello dei degli di da das dos do du des la le las los el al ul bin
    bint ibn abu
    ben ter tot zu zum zur y e i ap af av och und et
    """.split()
)
# Lower-case words that may stand inside the name of an institution or work: "Coalition of the Willing".
BRIDGES = frozenset("of for on and".split())
# What may follow "Secretary of", "Chief of", "Speaker of" inside a title.
OFFICE_OF = frozenset(
    "state staff defense defence treasury war labor labour agriculture commerce energy education transportation "
    "interior justice parliament house government nation general".split()
)

# Words that make what stands before a name a title.
TITLES = frozenset(
    """
    mr mrs ms miss mx dr sir dame lord lady baroness baron count countess duke duchess earl viscount marquess
    prince princess king queen emperor empress sultan emir sheikh sheikha shaikh pope cardinal archbishop bishop
    rabbi imam ayatollah patriarch reverend rev father sister brother mullah mufti
    president presidents premier chancellor minister ministers secretary secretaries general chief governor mayor
    senator sen representative rep congressman congresswoman delegate speaker chairman chairwoman chairperson chair
    leader director commissioner ambassador envoy spokesman spokeswoman spokesperson prosecutor attorney judge
    justice magistrate sheriff inspector superintendent constable detective officer professor prof captain
    capt colonel col lieutenant lt sergeant sgt major maj corporal private doctor brigadier marshal admiral adm
    commander cmdr commodore coach manager editor reporter correspondent analyst
    priest pastor chaplain monk nun trainer economist author actor actress singer
    founder co-founder cofounder owner ceo cfo coo cto boss comrade hon honourable honorable
    monsieur madame mme herr frau senor senora don dona signor signora ustad alhaji hajiya malam pan pani deputy
    """.split()
)
# Words that may belong to a title but make none by themselves: "Prime", "Foreign", "Press".
TITLE_MODIFIERS = frozenset(
    """
    prime vice acting interim former ex grand deputy first lead chief executive managing senior junior associate
    assistant special high supreme national defence defense foreign finance health education trade home economy
    energy environment agriculture culture transport labour labor press interior security opposition party attorney
    field rear warrant staff permanent crown right most very of the affairs external internal public
    """.split()
)
# Words that end a title: a run that ends here without a name after it is a title, not a name.
OFFICES = frozenset(
    """
    president presidents premier chancellor minister ministers secretary secretaries general governor mayor senator
    representative speaker chairman chairwoman chairperson chair director commissioner ambassador envoy spokesman
    spokeswoman spokesperson prosecutor judge justice king queen prince princess pope cardinal archbishop bishop
    captain colonel lieutenant sergeant major admiral commander marshal professor doctor chief leader head manager
    coach sheriff ceo cfo sir lord lady majesty highness excellency congressman congresswoman
    """.split()
)
# Role nouns in lower case between an organisation or country and a name: "Nato chief Mark Rutte".
ROLES = frozenset(
    """
    president premier chancellor minister secretary general chief governor mayor senator representative lawmaker
    chairman chairwoman chairperson chair leader director commissioner ambassador envoy spokesman spokeswoman
    spokesperson prosecutor attorney lawyer judge captain colonel lieutenant sergeant major admiral commander coach
    manager editor reporter correspondent journalist analyst economist historian author writer novelist poet actor
    actress singer rapper musician artist painter photographer filmmaker producer founder co-founder owner ceo boss
    head professor doctor scientist researcher expert diplomat official adviser advisor aide activist politician
    deputy striker midfielder defender goalkeeper forward winger player batsman bowler pitcher quarterback driver
    rider swimmer runner sprinter boxer wrestler champion teammate opponent colleague wife husband son daughter
    father mother brother sister friend partner widow resident teacher farmer soldier officer policeman detective
    inspector king queen prince princess pope bishop archbishop cardinal billionaire businessman businesswoman
    entrepreneur investor candidate nominee incumbent predecessor successor rival mp mep
    """.split()
)
# Words that may stand before a role noun and belong to it: "special envoy", "chief executive".
ROLE_MODIFIERS = frozenset(
    """
    prime vice deputy acting interim former ex special chief senior junior assistant executive managing foreign
    defence defense finance interior health justice education trade home economy energy environment agriculture
    culture transport labour labor press national security state top opposition party campaign team first late then
    outgoing incoming newly elected police fire army navy military air force supreme high court attorney
    """.split()
)

# Heads of institutions. A run that holds one names an organisation, unless it is a person's title.
ORGANISATION_WORDS = frozenset(
    """
    academy agency alliance army assembly associates association authority bank board brigade broadcasting bureau
    cabinet centre center chamber church club coalition college command commission committee commonwealth company
    confederation conference congress consortium consulate cooperative corp corporation corps council court
    department directorate embassy enterprise enterprises exchange faculty federation fellowship fleet force forces
    forum foundation front fund group guard guards guild headquarters holding holdings hospital house inc
    industries initiative inspectorate institute institution international laboratories laboratory league legion
    ltd limited llc ministry mission movement museum navy network news newspaper observatory office orchestra
    organisation organization parliament partners partnership party police press prosecutor's regiment school
    secretariat senate service services society squad studios syndicate team television theatre theater treasury
    tribunal troop trust union united university watch works workshop co plc gmbh ag sa spa oy ab nv bv kg
    airlines airways motors pharmaceuticals technologies systems times post journal gazette herald tribune daily
    fc cf sc united rovers wanderers athletic city
    """.split()
)  # fmt: skip
# Heads of places that are not towns or lands.
PLACE_WORDS = frozenset(
    """
    airport avenue bay beach bridge canal canyon cape castle cathedral cemetery coast county creek desert district
    falls field forest garden gardens gulf harbour harbor heights hill hills island islands isle lake mount mountain
    mountains oblast ocean palace park peninsula plaza port prefecture province region reservoir ridge river road
    sea square stadium station strait straits street territory tower valley village volcano wood woods republic
    kingdom emirates states street downs district ward town township municipality raion krai
    """.split()
)
COMPASS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest".split()
)

DEMONYMS = frozenset(
    """
    afghan african albanian algerian american americans andorran angolan antiguan arab arabian arabic argentine
    argentinian argentinean armenian asian australian austrian azerbaijani azeri bahamian bahraini bangladeshi barbadian
    basque bavarian belarusian belarussian belgian belizean beninese bhutanese bolivian bosnian botswanan brazilian
    breton british briton britons bruneian bulgarian burkinabe burmese burundian californian cambodian cameroonian
    canadian cantonese caribbean catalan chadian chechen chilean chinese christian colombian congolese cornish
    corsican crimean croatian croat cuban cypriot czech danish dane dominican dutch ecuadorian ecuadorean egyptian
    emirati english englishman eritrean estonian ethiopian eurasian european fijian filipino filipina finn finnish
    flemish french frenchman frenchwoman gabonese gambian georgian german ghanaian greek greenlandic grenadian
    guatemalan guinean guyanese haitian hausa hawaiian hindi hindu honduran hungarian icelandic icelander igbo
    indian indonesian iranian iraqi irish irishman islamic islamist israeli italian ivorian jamaican japanese
    jewish jordanian kazakh kazakhstani kenyan korean kosovar kosovan kurdish kurd kuwaiti kyrgyz laotian latin
    latino latvian lebanese liberian libyan lithuanian luxembourgish macedonian malagasy malawian malay malaysian
    maldivian malian maltese manchu mandarin mauritanian mauritian mexican moldovan monegasque mongolian mongol
    montenegrin moravian moroccan mozambican muslim namibian nepalese nepali nicaraguan nigerian nigerien nordic
    norwegian omani ottoman pakistani palestinian panamanian paraguayan persian peruvian polish pole portuguese
    qatari romanian roma russian rwandan salvadoran samoan saudi scandinavian scottish scot scots senegalese serb
    serbian seychellois siberian sicilian singaporean slav slavic slovak slovakian slovene slovenian
    somali spanish spaniard sudanese surinamese swede swedish swiss syrian taiwanese tajik tamil tanzanian tartar
    tatar texan thai tibetan togolese tongan trinidadian tunisian turk turkish turkmen ugandan ukrainian uruguayan
    uyghur uighur uzbek venezuelan vietnamese welsh welshman yemeni yemenite yoruba yugoslav zambian zimbabwean
    balkan baltic soviet western eastern protestant catholic orthodox sunni shia shiite buddhist zulu maori
    quebecois romani venetian roman athenian muscovite parisian londoner berliner viennese byzantine austro anglo
    """.split()
)  # fmt: skip

# What stands before a people and a hyphen: "Franco-German", "Pro-Russian".
PREFIXES = frozenset(
    "franco anglo austro sino russo indo afro euro greco ibero israelo turco serbo pro anti non pre post ex mid neo "
    "trans inter pan ultra semi half".split()
)

# What happens to, or is signed by, a body that has a name of its own without the word: "… Summit".
EVENTS = frozenset(
    "summit conference meeting talks session forum accord accords agreement deal treaty declaration plan crisis "
    "conflict war government administration campaign".split()
)

# The last word of a competition, a prize or a feast: no person is called so.
CONTESTS = frozenset(
    "cup league open tour prix championship championships games series award awards prize festival day bowl trophy "
    "classic masters marathon rally race stage derby final finals show act bill law file files virus".split()
)
# What a company's name ends in; no name by itself.
COMPANY_ENDS = frozenset("ltd inc co corp llc plc gmbh ag sa spa nv bv kg".split())

# Verbs a person or an office is the subject of; the word before or after is somebody.
SPEECH = frozenset(
    """
    said says say saying told tells telling asked asks added adds adding argued argues announced announces answered
    claimed claims commented confirmed declared declares denied explained insisted insists mentioned noted notes
    pointed posted promised replied reported responded revealed spoke stated states stressed suggested suggests
    thanked thinks thought tweeted urged warned warns wrote writes believes admitted accused acknowledged agreed
    """.split()
)
# Prepositions a place stands after.
LOCATIVE = frozenset("in near outside inside throughout across at from to around".split())

# World regions and other places no list of towns has; first class of fame 3, like a province.
REGIONS = """
crimea donbas donbass galicia transnistria chechnya dagestan ingushetia siberia caucasus balkans scandinavia
middle east|far east|near east|west bank|gaza|gaza strip|golan heights|sinai|kurdistan|kashmir|punjab|tibet|xinjiang
inner mongolia|manchuria|catalonia|andalusia|basque country|bavaria|saxony|prussia|silesia|moravia|bohemia|wales
scotland|england|northern ireland|great britain|britain|ulster|brittany|normandy|provence|corsica|sicily|sardinia
tuscany|lombardy|crete|anatolia|thrace|macedonia|transylvania|wallachia|patagonia|amazon|amazonia|sahara|sahel
maghreb|darfur|tigray|biafra|katanga|kivu|zanzibar|horn of africa|latin america|central america|north america
south america|southeast asia|central asia|east asia|south asia|persian gulf|gulf of mexico|red sea|black sea
baltic sea|north sea|caspian sea|mediterranean|mediterranean sea|south china sea|east china sea|atlantic|pacific
atlantic ocean|pacific ocean|indian ocean|arctic|antarctica|arctic ocean|himalayas|alps|pyrenees|urals|andes
rocky mountains|nile|danube|rhine|volga|dnieper|mekong|yangtze|ganges|suez canal|panama canal|english channel
strait of hormuz|bosphorus|dardanelles|donetsk|luhansk|new england|silicon valley|hollywood|manhattan|brooklyn
queens|bronx|wall street|capitol hill|midlands|cornwall|yorkshire|kent|sussex|essex|lapland|karelia|okinawa
hokkaido|honshu|kyushu|shikoku|taiwan|hong kong|macau|greenland|faroe islands|kuril islands|falkland islands
gibraltar|guantanamo|guam|hawaii|alaska|us|usa|uk|uae|eu|ussr|soviet union|yugoslavia|czechoslovakia|europe|asia
africa|oceania|america|eurasia|burma|holland|czechia|ivory coast|north korea|south korea|east timor|palestine
western sahara|kosovo|vatican|vatican city|washington|bosnia|herzegovina|congo|north macedonia|eswatini
"""
