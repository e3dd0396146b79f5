"""Cantonese, Korean and Vietnamese readings of Chinese characters as newspapers spell them, from Unihan.

Unihan (Debian package ``unicode-data``) has Jyutping, Hangul, and Vietnamese with tones. Names in the news have the
spelling of Hong Kong (Cheung for zoeng), the official Korean one and common others (Hyeon, Hyun), and no tones. Without
the package the tables are empty. Nothing at run time imports this module.
"""

from __future__ import annotations

import bz2
import re
from collections import defaultdict
from pathlib import Path

from repair.text.normalize import fold

UNIHAN = Path("/usr/share/unicode/Unihan_Readings.txt.bz2")
FIELDS = {"kCantonese": "cantonese", "kHangul": "korean", "kVietnamese": "vietnamese"}
# Readings of characters in Vietnamese places and names of people, many of which Unihan lacks.
_VIETNAMESE = (
    "北:bac 東:dong 西:tay 南:nam 海:hai 河:ha 山:son 江:giang 寧:ninh 安:an 平:binh 太:thai 原:nguyen "
    "永:vinh 陽:duong 興:hung 廣:quang 義:nghia 和:hoa 順:thuan 慶:khanh 富:phu 福:phuc 定:dinh "
    "清:thanh 化:hoa 靜:tinh 林:lam 同:dong 隆:long 龍:long 金:kim 高:cao 新:tan 大:dai 中:trung "
    "城:thanh 明:minh 文:van 氏:thi 德:duc 阮:nguyen 陳:tran 黎:le 范:pham 黃:hoang 武:vu 鄧:dang "
    "裴:bui 吳:ngo 胡:ho 杜:do 楊:duong 李:ly 春:xuan 英:anh 國:quoc 光:quang 武:vo 潘:phan 張:truong "
    "鄭:trinh 丁:dinh 段:doan 蘇:to 梁:luong 王:vuong 孫:ton 朱:chu 陶:dao 曹:tao 譚:dam 強:cuong "
    "孟:manh 蘭:lan 雄:hung 勇:dung 芳:phuong 草:thao 玉:ngoc 紅:hong 秋:thu 輝:huy 維:duy 友:huu "
    "世:the 忠:trung 重:trong 仲:trong 正:chinh 政:chinh 廷:dinh 惠:hue 賞:thuong 瓊:quynh 越:viet "
    "開:khai 日:nhat 俊:tuan 心:tam 善:thien 成:thanh 勝:thang 戰:chien 松:tung 月:nguyet 雲:van "
    "梅:mai 香:huong 花:hoa"
)
# Syllables of Korean names, of which some characters are rare in Japanese ones.
_KOREAN = (
    "朴金李崔鄭姜趙尹張林韓申徐權黃安宋柳洪全高文孫梁裵白許南沈盧河丁郭成車朱禹具羅閔池嚴卞元千"
    "方孔玄咸廉都石奉史承熙姬惠恩銀善順淑貞英永珍辰振賢炫鉉俊峻埈宇佑雨在宰載鎬浩昊哲喆敏旻民秀"
    "洙壽勳薰煥桓亨衡炯錫奭碩允潤泰兌範重仲鍾宗正廷政昌敬景京慶圭奎明命勝昇率舜悅烈學鶴亮樂"
)
CHARACTERS_OF_NAMES = frozenset((*(pair[0] for pair in _VIETNAMESE.split()), *_KOREAN))
"""Characters that are frequent in the names of Koreans and Vietnamese."""
_JYUTPING = re.compile(r"(gw|kw|ng(?=.)|[bpmfdtnlgkhwzcsj]?)([a-z]+)")
_INITIALS = {
    "b": "p", "d": "t", "g": "k", "gw": "kw", "z": "ch ts", "c": "ch ts", "s": "s sh", "j": "y",
}  # fmt: skip
_FINALS = {
    "aa": "a ah", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at",
    "aak": "ak", "am": "am um", "an": "an un", "ap": "ap up", "ei": "ei ee", "oe": "eu", "oeng": "eung", "oek": "euk",
    "eoi": "ui", "eon": "un", "eot": "ut", "ou": "o ou", "i": "i ee", "u": "u oo", "un": "un oon", "yu": "u ue",
    "yun": "uen", "yut": "uet", "m": "ng m",
}  # fmt: skip
_WHOLE = {"zi": "chi tse tsz", "ci": "chi tse tsz", "si": "si sze", "lei": "li lee lei", "jyun": "yuen", "jyut": "yuet"}
_LEADS = [*"g kk n d tt r m b pp s ss".split(), "", *"j jj ch k t p h".split()]
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_TAILS = ["", *"k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()]
_COMMON_VOWELS = {"eo": "u o", "yeo": "yu you yo", "u": "oo", "eu": "u"}  # unofficial spellings in names of Koreans
_SURNAMES = {
    "이": "lee",
    "박": "park",
    "최": "choi",
    "임": "lim",
    "노": "roh",
    "정": "chung",
    "김": "kim",
    "유": "yoo ryu",
}
_FIRST, _LAST = "가", "힣"


def readings(path: Path = UNIHAN) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, for each language of `FIELDS`, each character's readings in plain Latin letters."""
    tables: dict[str, dict[str, list[str]]] = {language: defaultdict(list) for language in FIELDS.values()}
    if path.is_file():
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                code, field, value = (*line.rstrip("\n").split("\t"), "", "")[:3]
                if code.startswith("U+") and field in FIELDS:
                    character = chr(int(code.removeprefix("U+"), 16))
                    tables[FIELDS[field]][character] += _spelled(FIELDS[field], value.split())
        for character, reading in (pair.split(":") for pair in _VIETNAMESE.split()):
            tables["vietnamese"][character].append(reading)
    return {
        language: {character: tuple(dict.fromkeys(spelled)) for character, spelled in table.items()}
        for language, table in tables.items()
    }


def _spelled(language: str, values: list[str]) -> list[str]:
    if language == "cantonese":
        return [spelling for reading in values for spelling in hong_kong(reading.rstrip("0123456789"))]
    if language == "korean":
        return [spelling for reading in values for spelling in korean(reading.partition(":")[0])]
    return [plain for reading in values if (plain := fold(reading)).isascii()]


def hong_kong(jyutping: str) -> list[str]:
    """Return the Hong Kong spellings of a Jyutping syllable without its tone.

    >>> hong_kong("zoeng"), hong_kong("gin"), hong_kong("bak")
    (['cheung', 'tseung'], ['kin'], ['pak'])
    """
    if jyutping in _WHOLE:
        return _WHOLE[jyutping].split()
    cut = _JYUTPING.fullmatch(jyutping)
    if cut is None:
        return []
    initial, final = cut.groups()
    heads, tails = _INITIALS.get(initial, initial).split() or [""], _FINALS.get(final, final).split()
    return [head + tail for head in heads for tail in tails]


def korean(syllable: str) -> list[str]:
    """Return the romanisations of a Hangul syllable, the official one first.

    >>> korean("현"), korean("경")
    (['hyeon', 'hyun', 'hyoun', 'hyon'], ['gyeong', 'gyung', 'gyoung', 'gyong'])
    """
    if len(syllable) != 1 or not _FIRST <= syllable <= _LAST:
        return []
    lead, rest = divmod(ord(syllable) - ord(_FIRST), 21 * 28)
    vowel, tail = divmod(rest, 28)
    vowels = [_VOWELS[vowel], *_COMMON_VOWELS.get(_VOWELS[vowel], "").split()]
    spelled = [_LEADS[lead] + vowel + _TAILS[tail] for vowel in vowels]
    return [*spelled, *_SURNAMES.get(syllable, "").split()]
