"""Language codes: two letters here (ISO 639-1), and the codes of engines and checkpoints.

A language that is not in the table keeps its code, so an engine that supports it can still be used.
"""

from __future__ import annotations

from repair.core.errors import EngineError

NO_CODE = "{code!r} is not a language code; give two letters, such as es for Spanish"

# Two letters, three letters, NLLB's code with the script, and the English name (for T5).
_ROWS = """
ar ara arb_Arab Arabic|bg bul bul_Cyrl Bulgarian|ca cat cat_Latn Catalan|cs ces ces_Latn Czech|da dan dan_Latn Danish
de deu deu_Latn German|el ell ell_Grek Greek|en eng eng_Latn English|eo epo epo_Latn Esperanto|es spa spa_Latn Spanish
et est est_Latn Estonian|eu eus eus_Latn Basque|fa fas pes_Arab Persian|fi fin fin_Latn Finnish|fr fra fra_Latn French
gl glg glg_Latn Galician|ha hau hau_Latn Hausa|he heb heb_Hebr Hebrew|hi hin hin_Deva Hindi|hr hrv hrv_Latn Croatian
hu hun hun_Latn Hungarian|id ind ind_Latn Indonesian|is isl isl_Latn Icelandic|it ita ita_Latn Italian
ja jpn jpn_Jpan Japanese|ko kor kor_Hang Korean|lt lit lit_Latn Lithuanian|lv lav lvs_Latn Latvian
mk mkd mkd_Cyrl Macedonian|ms msa zsm_Latn Malay|nb nob nob_Latn Norwegian|nl nld nld_Latn Dutch|oc oci oci_Latn Occitan
pl pol pol_Latn Polish|pt por por_Latn Portuguese|ro ron ron_Latn Romanian|ru rus rus_Cyrl Russian
sk slk slk_Latn Slovak|sl slv slv_Latn Slovenian|sr srp srp_Cyrl Serbian|sv swe swe_Latn Swedish|sw swa swh_Latn Swahili
th tha tha_Thai Thai|tr tur tur_Latn Turkish|uk ukr ukr_Cyrl Ukrainian
vi vie vie_Latn Vietnamese|zh zho zho_Hans Chinese
"""
_TABLE = {row.split()[0]: tuple(row.split()[1:]) for line in _ROWS.strip().splitlines() for row in line.split("|")}
_BY_THREE = {row[0]: code for code, row in _TABLE.items()}


def language(code: str) -> str:
    """Return the two-letter code for ``code``, which may have three letters, a script or a region.

    Raises:
        EngineError: If it is not a language code.

    >>> language("es"), language("spa"), language("eng_US"), language("pt-BR"), language("ast")
    ('es', 'es', 'en', 'pt', 'ast')
    """
    plain = code.strip().replace("_", "-").split("-")[0].lower()
    if not (2 <= len(plain) <= 3 and plain.isascii() and plain.isalpha()):
        raise EngineError.of(NO_CODE, code=code)
    return _BY_THREE.get(plain, plain)


def three_letters(code: str) -> str:
    """Return the ISO 639-3 code: ``spa`` for ``es``."""
    return _TABLE[code][0] if code in _TABLE else code


def with_script(code: str) -> str:
    """Return NLLB's code for a language: ``spa_Latn`` for ``es``."""
    return _TABLE[code][1] if code in _TABLE else code


def english_name(code: str) -> str:
    """Return the English name of a language: ``Spanish`` for ``es``."""
    return _TABLE[code][2] if code in _TABLE else code
