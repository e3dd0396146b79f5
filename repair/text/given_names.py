"""Given names of one person: cognates across languages, short forms, and spellings that sound alike.

Two given names that are cognates (Frederick, Friedrich), a name and its short form (Joseph, Joe) or two spellings of
one sound may belong to the same person in copy and in a source. Others may not. Only the names are looked at here.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from repair.text.nicknames import SHORT_FORMS
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton
from repair.text.spelling_keys import spelling_keys

_ALIKE = 0.8  # Jaro-Winkler similarity from which one given name may be a mangled form of another
_A_SLIP = 0.9  # the same for forms that differ by a letter or so
_STEM = 3  # letters that a given name and one cut off from it ("Alex", "Alexandru") have in common at least
_LEAST_BONES = 2  # consonants from which the same consonants in the same order mean the same name

# One name a line, in the languages of the news. Folded forms; a form may stand in several lines.
_COGNATES = """
abraham ibrahim abram avraham ebrahim avram
adam adan adamo
adrian adriano hadrian adrien
agnes ines agnieszka inez agnese anezka
alan allan alain allen alun
albert alberto albrecht adalbert
alexander alexandre alejandro alessandro aleksandr oleksandr aleksander alexandros alexandru iskander sandor alasdair
alexandra alejandra alessandra aleksandra oleksandra
alexei aleksei oleksiy alexis alejo
alice alicia alisa alix
aloysius alois luigi luis
amelia amalia amelie amalie
andrew andre andreas andrei andrea andrzej andres andriy andrej andrey anders ondrej andras andris antti
angel angelo anjo
ann anna anne ana hannah hanna anja anya annie anita anneke aine
anthony antonio antoine anton antonin antoni toni antal antun antonius
arthur artur arturo artur
augustine agustin augustin agostino august augusto
barbara varvara barbora borbala
bartholomew bartolomeo bartosz bartlomiej bart
basil vasily vasil vasyl basilio vasilis vasile
beatrice beatriz beatrix
benedict benedetto benoit benito benedikt bengt
benjamin beniamino binyamin benyamin
bernard bernardo bernhard bernd bernat
bridget brigitte birgit brigid birgitta brigita
caroline carolina karolina karoline carolyn
casimir kazimierz kazimir
catherine katherine catalina caterina katharina katarzyna kateryna ekaterina yekaterina katarina katrin catarina
katherina karin kaisa catriona katalin trine
cecilia cecile cecilie sheila
charles carlos carlo karl carl karel karol karoly carles kalle
charlotte carlotta karlotta
christian kristian cristian christiaan krystian
christina christine kristina cristina kristin krystyna kirsten kristine
christopher christophe cristobal cristoforo christoph krzysztof kristof kristoffer christoforos
clara klara claire chiara
claude claudio klaus claudius
claudia klaudia claudie
clement clemente klemens kliment
conrad konrad corrado conrado kurt
constantine konstantin constantin costantino konstantinos kostas kostiantyn
cornelius cornelis kornel
cyril kirill kyrylo kyril ciril
daniel danilo daniil danylo daniele danijel
david davide dawid davit dovid daud dawood
demetrius dmitry dmytro dimitri dimitris dimitrios dimitar dmitri demetrio
denis dennis dionisio denys dionysios
dominic dominique domenico domingo dominik
dorothy dorothea dorota dorothee dorotea
edmund edmond edmundo odon
edward eduard eduardo edoardo edouard edvard duarte
eleanor eleonora eleonore elinor leonor
elias elijah ilya ilie eliyahu ilias illia
elizabeth elisabeth isabel isabella elisabetta elzbieta yelizaveta alzbeta erzsebet elisaveta elsa ilse elise liesbeth
emily emilia emilie emiliya
emmanuel manuel manuele emanuel emanuele immanuel
eric erik erich erico eerik
ernest ernst ernesto erno
esther ester hester eszter
eugene eugenio yevgeny evgeny yevhen eugen ievgen eugenius
eva eve ewa yeva
felix felice feliks
ferdinand fernando ferran ferdinando hernando nando
florence firenze florentia
francis francisco francesco francois franz frans ferenc frantisek franciszek franjo pancho
frances francesca francisca francoise frantiska
frederick frederic friedrich federico fryderyk fredrik bedrich frederik fritz fridrich
gabriel gavriil gabor gabriele havryil
geoffrey jeffrey gottfried godfrey geoffroy goffredo
george jorge georg georges giorgio georgy jiri jerzy yuri yury yuriy heorhiy georgios giorgi gheorghe jurgen jordi juri
yiorgos goran joris gyorgy jurij
gerald gerard gerhard gerardo gerrit gherardo geraldo
gertrude gertrud gertrudis
giles egidio gilles aegidius
gregory grigory gregor gregorio grzegorz hryhoriy gregoire grigorios grigore
gustav gustavo gustave gustaf
guy guido guy vito
harold harald haroldo
helen elena helena helene yelena olena ilona jelena hélène ellen elina eleni
henry heinrich henri enrique enrico hendrik henrik henryk jindrich henrique heiner hank
herbert heribert heriberto
herman hermann armand germano ermanno armando
hubert umberto humberto humbert
hugh hugo ugo hugues
ignatius ignacio ignazio ignacy ignaz
irene irina iryna irena
isaac yitzhak ishaq izaak itzhak
isabel isabelle isabella ysabel izabela
ishmael ismail ismael
jacob james jakob jacques jaime giacomo yakov jakub diego santiago iago jacopo seamus yaakov hamish yaqub jaap
jane joan joanna johanna jeanne giovanna juana ivana jana joana jean yana sinead siobhan janet
jerome geronimo hieronymus girolamo jeronimo
joachim joaquin gioacchino joakim jochen
john johann johannes juan joao giovanni jean jan ivan ioan giannis yannis hans jens johan sean ian evan ioannis jon
yahya yohannes janos jovan juhani ivo shane eoin hovhannes johnny hannes
jonathan yonatan jonatan jonathon
jordan giordano yarden
joseph jose giuseppe josef yosef yusuf youssef jozef josip yosif osip iosif giosue zef jozsef josephine
josephine josefina giuseppina josefine
joshua josue yehoshua giosue
judith judit giuditta yehudit
julia giulia julie yulia iuliia juliette
julian giuliano julien yulian
julius julio giulio jules julio yuliy
lawrence laurence lorenzo laurent lorenz lars laurits lavrentiy lavrenti wawrzyniec lauri
leo lev leon leone leonid leonidas
leonard leonardo leonhard lennart
louis luis luigi ludwig lewis ludovic lodewijk luiz ludvig lajos ludovico aloysius
louise luisa luise lovisa ludwika
lucas luke luca lukas lukasz luc loukas
lucy lucia lucie luzia
ludmila lyudmila liudmyla
madeleine magdalena maddalena magdalene magda madeline
margaret margarita marguerite margarethe margherita malgorzata margit margot greta grete marketa margrethe margareta
marian mariano marianus
mark marc marco marcos marcus markus marek marko markos
martha marta marthe
martin martino marten maarten martins
mary maria marie miriam maryam marija mariya moira maire maryia mari marya miren
matilda mathilde matilde mechtild
matthew matteo matthias mateo mathieu matthieu matthäus mateusz matvei matias mattias matej mats matyas
maurice mauricio maurizio moritz moric maurits
max maximilian massimo massimiliano maxim maksim maksym maxime maximo maximiliano
michael miguel michel michele mikhail mykhailo michal mihai mikael mihail mikkel mihaly mihajlo mikel mischa michail
monica monika monique
moses moshe mose musa moises moussa mozes
nathan natan nathaniel nethanel
natalia nathalie natalie nataliya natalya
nicholas nicolas nikolai nicola mykola nikolaos nikolas nicolae nikola miklos mikolaj niklas claus klaus niels nils
oliver olivier oliviero olivero
oscar oskar osgar
otto otho oton ota
patrick patricio patrizio patrik padraig
paul pablo paolo pavel pavlo pawel paulo pal poul paavo pavlos pau
paula paola pavla paola pauline
peter pedro pietro pierre petr petro piotr pyotr pieter petros petar petru petter per peder piet peer pero
philip felipe filippo philippe filip filipp philipp felipe pylyp
rachel raquel rachele rahel
ralph raoul raul rolf rudolf
raymond raimundo raimondo raimund ramon
rebecca rebeca rivka rebekah
reginald reinhold rinaldo reynaldo
richard ricardo riccardo ryszard rikard rihards
robert roberto rupert ruprecht robrecht
roderick rodrigo rodrigue
roger rogelio ruggero rudiger
roland rolando orlando
romain roman romano
rose rosa roza rosie
rudolf rodolfo rudolph rodolphe
salvador salvatore sauveur
samuel samuil samuele shmuel
sarah sara zara sarai
sebastian sebastiano sebastien sebastiao
sergei sergio serge serhiy sergiu serhii
simon shimon simone szymon simeon semyon ximo
solomon salomon suleiman shlomo suleyman salman sulaiman
sophia sofia sophie zofia sofya sofie
stanislav stanislaw stanislao estanislao
stephen stefan steven esteban stefano etienne stepan istvan stephane stephan estevan stefanos szczepan stjepan
steffen ștefan estevao
susan susanna susanne suzanne zuzana susana zsuzsanna shoshana
sylvester silvestre silvester
theodore fyodor teodor theodor teodoro fedir fedor theo feodor todor
theresa teresa therese terezia tereza
thomas tomas tommaso tomasz toma foma thomas tamas tuomas tomaz
timothy timofei timoteo timofey tymofiy timo
tobias tobiah tobia tobiasz
urban urbano urbain
valentine valentin valentino walenty
veronica veronika veronique
victor viktor vittorio viktoras wiktor
victoria viktoria vittoria victoire viktoriya
vincent vicente vincenzo vincenc vikentiy vinzenz
vitus vito guy veit vit
vladimir volodymyr waldemar wladimir uladzimir valdemar vladimer
vladislav wladyslaw ladislav laszlo ladislao uladzislau
vyacheslav viacheslav wieslaw vaclav wenceslas wenzel waclaw
walter gualtiero walther valter gualterio
wilhelmina guillermina wilhelmine
william wilhelm guillermo guillaume guglielmo willem vilhelm viliam guilherme gwilym vilem
wojciech vojtech adalbert voytek
xavier javier saverio xaver
zachary zacharias zaccaria zakaria zakhar
abdullah abdallah abdulla
ahmed ahmad ahmet achmed
ali aly
aziz abdelaziz abdulaziz
fatima fatma fatemeh
hassan hasan hassane
hussein husayn hossein huseyin hussain
isa issa jesus eesa
khalid khaled halit
mahmoud mahmud mehmood
muhammad mohammed mohamed mehmet mohammad mohamad mamadou muhammed
mustafa mostafa moustapha
omar umar omer
osman othman uthman ousmane
said saeed sayed
yunus jonas jonah yonah
zainab zeinab zeynep
"""


def _table() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(filter(None, _COGNATES.split("\n"))):
        for name in line.split():
            table[fold(name)].add(number)
    return {name: frozenset(lines) for name, lines in table.items()}


_LINES = _table()


@lru_cache(maxsize=50_000)
def cognate(one: str, other: str) -> bool:
    """Return whether two given names (folded) are one name: equal, another spelling, cognate, or a short form.

    >>> cognate("frederick", "friedrich"), cognate("joe", "joseph"), cognate("bob", "robert"), cognate("tim", "tom")
    (True, True, True, False)
    """
    if one == other or not spelling_keys(one).isdisjoint(spelling_keys(other)):
        return True
    shorter, longer = sorted((one, other), key=len)
    cut_off = len(shorter) >= _STEM and longer.startswith(shorter)
    return cut_off or not _kin(one).isdisjoint(_kin(other))


@lru_cache(maxsize=50_000)
def near_spelling(one: str, other: str) -> bool:
    """Return whether two given names (folded) are cognates, or so near in sound or letters that a slip parts them.

    >>> near_spelling("paulina", "polina"), near_spelling("yulia", "yuliia"), near_spelling("mark", "marta")
    (True, True, False)
    """
    if cognate(one, other):
        return True
    skeleton = consonant_skeleton(one)
    same_sound = len(skeleton) >= _LEAST_BONES and skeleton == consonant_skeleton(other)
    return same_sound or JaroWinkler.similarity(one, other) >= _A_SLIP


@lru_cache(maxsize=50_000)
def same_given_name(one: str, other: str) -> bool:
    """Return whether two given names (folded) may belong to one person: cognates, or one a mangled form of the other.

    >>> same_given_name("stephen", "stefan"), same_given_name("tulsey", "tulsi")
    (True, True)
    >>> same_given_name("joe", "mark"), same_given_name("annika", "anders")
    (False, False)
    """
    return near_spelling(one, other) or JaroWinkler.similarity(one, other) >= _ALIKE


def _kin(name: str) -> frozenset[int | str]:
    """Return what a given name shares with its cognates: itself, its other forms, and the lines they stand in."""
    found: set[int | str] = {name, *_LINES.get(name, ())}
    for short in SHORT_FORMS.get(name, ()):
        found.add(short)
        found.update(_LINES.get(short, ()))
    return frozenset(found)
