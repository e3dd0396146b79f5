"""Hand-kept table of given names and the short forms that copy calls the same person by: Catherine, Kate.

A short form is no spelling of the name, so nothing is merged by it; it only tells that copy which has the one where
the sources have the other is not mangled. Folded forms; looked up by ``candidates``.
"""

from __future__ import annotations

from collections import defaultdict

# Full names, each with every short form behind the colon; those of one line are not each other's, nor are short ones.
_NAMES = """
abigail: abby gail
abraham: abe
agnes: aggie
albert: al bert bertie
alexander aleksandr: alex al sandy sasha sacha alec lex
alexandra aleksandra: alex sandra sasha lexi
alexandre alejandro alessandro: alex
alexei aleksei alexey aleksey: alyosha lyosha
alfred: alf alfie fred
anastasia: nastya stacy
andrew: andy drew
anna anne ann: annie anya
anthony antony: tony
archibald: archie
arthur: art
barbara: barb babs
benjamin: ben benny
bernard: bernie
bradley: brad
calvin: cal
cameron: cam
caroline carolyn: carrie
catherine katherine kathryn katharine: kate katie kathy cathy kat
charles: charlie chuck
charlotte: lottie charlie
christina christine: chris tina
christopher: chris kit topher
christian: chris
clifford: cliff
constance: connie
cynthia: cindy
daniel: dan danny
david: dave davey
deborah debra: deb debbie
dmitry dmitri dmitriy dmytro: dima mitya
donald: don donnie
dorothy: dot dottie
douglas: doug
edward: ed eddie ted ned teddy
edwin: ed eddie
edmund: ed eddie ned
eleanor: ellie nell nora
elizabeth elisabeth: liz lizzie beth betsy betty libby eliza
eugene: gene
ekaterina yekaterina kateryna katerina: katya
evgeny yevgeny evgeniy yevgeniy: zhenya
frances: fran frannie
francis: frank fran
francisco: paco
franklin: frank
frederick frederic: fred freddie freddy
gabriel: gabe
gabrielle: gabby
geoffrey: geoff
jeffrey: jeff
gerald gerard: gerry jerry
gilbert: gil
gregory: greg
gwendolyn: gwen
harold: hal harry
henry: hank harry hal
herbert: herb bert
isaac: ike
isabel isabella isobel: izzy bella
ivan: vanya
jacob: jake
jacqueline: jackie
james: jim jimmy jamie
janet: jan
jennifer: jen jenny
jeremiah jeremy: jerry
jessica: jess jessie
johannes: hans
john: jack johnny
jonathan: jon jonny
joseph: joe joey
josephine: jo josie
joshua: josh
judith: judy
kenneth: ken kenny
kimberly: kim
lawrence laurence: larry laurie
leonard: len lenny
louis: lou louie
lucille: lucy
lyudmila ludmila: lyuda
madeleine madeline: maddie
magdalena: magda lena
manuel: manny
margaret: marge margie maggie meg peggy
maria mariya: masha
martha: marty
martin: marty
matthew: matt matty
maximilian maxwell: max
megan: meg
melissa: mel missy
melanie melvin: mel
michael: mike mick mickey micky mikey
mikhail mykhailo: misha
mildred: millie
mitchell: mitch
nancy: nan
natalie: nat
natalia natalya: natasha nat
nathaniel nathan: nate nat
nicholas nicolas: nick nicky nico
nicole: nicky nikki
nikolai nikolay: kolya
norman: norm
oliver: ollie
pamela: pam
patricia: pat patty trish tricia
patrick: pat paddy
pavel: pasha
penelope: penny
peter: pete
philip phillip: phil pip
randolph randall: randy
raymond: ray
rebecca: becky becca
reginald: reg reggie
richard: rich rick ricky dick richie
robert: rob bob bobby robbie bert
roberta: bobbie
rodney roderick: rod
ronald: ron ronnie
rosemary: rosie
rudolph rudolf: rudy
russell: russ
samantha: sam
samuel: sam sammy
sebastian: seb
sergei sergey serhiy: seryozha
sidney: sid
solomon: sol
spencer: spence
stanley: stan
stephanie: steph
stephen steven: steve stevie
stewart stuart: stu
susan susannah susanne: sue susie suzy
svetlana: sveta
tatiana tatyana: tanya
terence terrance: terry
teresa theresa: terry tess tessa
theodore: theo ted teddy
thomas: tom tommy
timothy: tim timmy
valentina: valya
valerie: val
victor: vic
victoria: vicky vicki tori
vincent: vince vinny
virginia: ginny
vladimir volodymyr: vova volodya vlad
vladislav: vlad slava
vyacheslav: slava
walter: walt wally
wilfred: wilf
william: will bill billy willie liam
winifred winston: winnie
yuri yury: yura
zachary: zach zack
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for line in filter(None, _NAMES.split("\n")):
        full, short = (part.split() for part in line.split(":"))
        for name in full:
            table[name].update(short)
        for name in short:
            table[name].update(full)
    return {name: frozenset(others) for name, others in table.items()}


SHORT_FORMS = _table()
"""From a given name to its short forms, and from a short form to the names it stands for."""
