"""Spellings of one name, and a larger table of spellings of different names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.text.exonyms import ARABIC
from repair.text.spelling_keys import same_name, spelling_keys

SAME = """
Shinichirou Jinbo|Shinichiroo Jinbo
Kyouji Ohtani|Kyoji Ootani
Fuuyama|Fuyama
Volodymyr Zelensky|Volodymyr Zelenskyy
Zelensky|Zelenskiy
Hodeidah|Hudaydah
Suwayda|Sweida
Hasakah|Hassakeh
Zelenskyy|Zelenskyi
Sergei Lavrov|Sergey Lavrov
Alexei Navalny|Aleksey Navalny
Yuri Gagarin|Yury Gagarin
Yevgeny Prigozhin|Evgeny Prigozhin
Dmitry Medvedev|Dmitri Medvedev
Semyon Golosheykin|Semen Golosheykin
Sergei Shoygu|Sergei Shoigu
Arthur Zaremba|Artur Zaremba
Oryol|Orel
Zhou En-lai|Chou En-lai
Xu Beihong|Hsu Beihong
Park Seong-rok|Pak Seong-rok
Choi Min-sik|Choe Min-sik
Nikolai Patrushev|Nikolay Patrushev
Fyodor Dostoevsky|Fyodor Dostoyevsky
Kassym-Jomart Tokayev|Kassym-Jomart Tokaev
Yeltsin|Eltsin
Akhmetov|Ahmetov
Alexander Lukashenko|Aleksandr Lukashenko
Tatiana|Tatyana
Mariya|Mariia
Timoshenko|Tymoshenko
Solovyov|Soloviev
Mikhail|Mihail
Kyiv|Kiev
Odesa|Odessa
Kharkiv|Kharkov
Lviv|Lvov
Mumbai|Bombay
Beijing|Peking
Kolkata|Calcutta
Yangon|Rangoon
Myanmar|Burma
Macau|Macao
Turkey|Türkiye
Czechia|Czech Republic
Ivory Coast|Côte d'Ivoire
Gdańsk|Danzig
St. Petersburg|Saint Petersburg
The Hague|Hague
Mohammed bin Salman|Mohammad bin Salman
Muhammad|Mohamed
Hussein|Husain
Bashar al-Assad|Bashar Assad
Abdel Fattah el-Sisi|Abdel Fattah al-Sisi
Osama|Usama
Hezbollah|Hizbullah
Gaddafi|Qaddafi
Mahmoud|Mahmud
Müller|Mueller
Jörg Haider|Joerg Haider
Novak Djokovic|Novak Đoković
Erdogan|Erdoğan
Ørsted|Orsted
Århus|Aarhus
Kim Jong-un|Kim Jong Un
Kim Jongun|Kim Jong-un
Shohei Ohtani|Shohei Otani
Xi'an|Xian
U.S.|USA
United States|US
EU|European Union
Donald J. Trump|Donald Trump
ANGELA MERKEL|Angela Merkel
O’Neill|O'Neill
Johnson & Johnson|Johnson and Johnson
""".strip().split("\n")

DIFFERENT = """
Alberto Feijo|Alberto Feijóo
Marta Rafeto|Marta Rafetoo
Jesus Hojedo|Jesus Hoojedo
Zhou|Zhao
Park|Parks
Choi|Cho
Rutte|Ritter
Rutte|Latte
Maria|Mario
Colombia|Columbia
Camille|Camilla
Igor|Igora
Mark|Marc
Keir|Kiel
Starmer|Stormer
Zelensky|Zalinsky
Macron|Marcon
Merz|Mertz
Austria|Australia
Slovakia|Slovenia
Iran|Iraq
Niger|Nigeria
Mali|Malawi
Georgia|Georgina
Chad|Chan
Sweden|Sudan
Korea|Correa
Guinea|Guyana
Dominica|Dominican Republic
Zambia|Gambia
Mauritius|Mauritania
Brest|Brescia
Lviv|Lyiv
Volodymyr|Vladimir
Olga|Helga
Anna|Ana
Ellen|Yellen
Kay|Kai
Gray|Gary
Khan|Han
Henry|Henri
Vicky|Vicki
Louis|Luis
Philip|Phillip
Meyer|Maier
Schmidt|Smith
Wagner|Vagner
Walter|Valter
Petrov|Petrova
Benešov|Benešová
Novák|Nováková
Medvedev|Medvedeva
Ivanov|Ivankov
Hassan|Hessen
Hamid|Hamad
Khalid|Khalil
Salim|Salem
Rashid|Rachel
Amir|Emir
Nasir|Nazir
Ali|Aly
Mori|Mouri
Ono|Oono
Sato|Saito
Ito|Ido
Kato|Keto
Wang|Wong
Chen|Chan
Li|Lee
Zhang|Chang
Jinping|Jingping
Yiwu|Yigu
Tonosaki|Tosaki
Al Gore|Gore
Al Green|Green
El Salvador|Salvador
Donald Trump|Melania Trump
Bank of England|Bank of Ireland
North Korea|South Korea
New York|York
Bush|Busch
Muller|Mueller
Kohl|Kohler
Djokovic|Jokovic
Fico|Vico
Orban|Urban
Stubb|Stubbs
Witkoff|Wittkopf
Peskov|Pescov
Johnson|Johnston
Davis|Davies
Allen|Allan
Reid|Reed
Clark|Clarke
Brown|Browne
Erik|Erick
Stephen|Steven
Catherine|Katherine
Sarah|Sara
Putin|Poutine
Tbilisi|Tibilisi
Warsaw|Worsaw
Kyiv|Kyoto
Danzig|Leipzig
""".strip().split("\n")


@pytest.mark.parametrize("pair", SAME)
def test_one_name_in_two_spellings(pair: str) -> None:
    a, b = pair.split("|")
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize("pair", DIFFERENT)
def test_two_names(pair: str) -> None:
    a, b = pair.split("|")
    assert not same_name(a, b)
    assert not same_name(b, a)


@pytest.mark.parametrize("blank", ["", " ", "-", "?!", "\n"])
def test_a_text_without_letters_is_not_a_name(blank: str) -> None:
    assert not same_name(blank, blank)
    assert spelling_keys(blank) == frozenset()


@given(st.text(max_size=40))
def test_a_name_has_the_same_keys_in_any_case(text: str) -> None:
    keys = spelling_keys(text)
    assert not keys or same_name(text, text)
    assert len(keys) <= 128


@pytest.mark.parametrize(("pattern", "name"), ARABIC, ids=[name for _, name in ARABIC])
@settings(max_examples=settings().max_examples // 3)  # of each of some forty patterns
@given(data=st.data())
def test_every_spelling_of_a_listed_arabic_name_has_its_key(
    pattern: re.Pattern[str], name: str, data: st.DataObject
) -> None:
    word = data.draw(st.from_regex(pattern, fullmatch=True))
    assert next(key for each, key in ARABIC if each.fullmatch(word)) in spelling_keys(word)
