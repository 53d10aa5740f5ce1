"""Cells of a training log as numbers and times: decimal commas, thousands, units behind a number, dates of many habits.

Knows no column. A cell that can be read in more than one way is read as the whole file suggests, or not at all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

__all__ = ["DateReader", "number", "plain", "rating", "unit_of"]

_DATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d %b %Y, %H:%M",
    "%d %B %Y, %H:%M",
    "%d %b %Y, %I:%M %p",
    "%b %d, %Y, %I:%M %p",
    "%b %d, %Y, %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y %I:%M %p",
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
)
_MONTHS = {
    "januar": "jan", "janvier": "jan", "enero": "jan", "gennaio": "jan", "janeiro": "jan", "januari": "jan",
    "janv": "jan", "ene": "jan", "gen": "jan",
    "februar": "feb", "fevrier": "feb", "febrero": "feb", "febbraio": "feb", "fevereiro": "feb", "februari": "feb",
    "fevr": "feb", "fev": "feb",
    "marz": "mar", "mars": "mar", "marzo": "mar", "marco": "mar", "maart": "mar", "mrt": "mar", "mrz": "mar",
    "avril": "apr", "abril": "apr", "aprile": "apr", "avr": "apr", "abr": "apr",
    "mai": "may", "mayo": "may", "maggio": "may", "maio": "may", "maj": "may", "mei": "may", "mag": "may",
    "juni": "jun", "juin": "jun", "junio": "jun", "giugno": "jun", "junho": "jun", "giu": "jun",
    "juli": "jul", "juillet": "jul", "julio": "jul", "luglio": "jul", "julho": "jul", "juil": "jul", "lug": "jul",
    "aout": "aug", "agosto": "aug", "augusti": "aug", "augustus": "aug", "ago": "aug",
    "septembre": "sep", "septiembre": "sep", "settembre": "sep", "setembro": "sep", "sept": "sep", "set": "sep",
    "oktober": "oct", "octobre": "oct", "octubre": "oct", "ottobre": "oct", "outubro": "oct", "okt": "oct",
    "ott": "oct", "out": "oct",
    "novembre": "nov", "noviembre": "nov", "novembro": "nov",
    "dezember": "dec", "decembre": "dec", "diciembre": "dec", "dicembre": "dec", "dezembro": "dec", "dez": "dec",
    "dic": "dec",
}  # fmt: skip
"""Months of the languages that the apps write, without accents, to the English short ones."""

_UNIT_BEHIND = re.compile(r"\s*(kgs?|lbs?|reps?|x)\.?$", re.IGNORECASE)
_ZONE = re.compile(r"(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$")
_LOCAL_TIME = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$")


def plain(text: str) -> str:
    """Lower case, without accents and outer spaces."""
    decomposed = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def unit_of(text: str) -> str:
    """`kg` or `lb` where a text names one, else nothing."""
    match = re.search(r"(?:^|[^a-z])(lbs?|kgs?)\b", text.strip().lower().replace("_", " "))
    return match.group(1)[:2] if match else ""


def number(text: str) -> float | None:
    """A finite number; None for an empty cell and for anything else.

    `1,5` is one and a half: logs write no thousands without a need. Where both signs occur, the last one is decimal.
    """
    bare = _UNIT_BEHIND.sub("", text.replace("\u00a0", " ").replace("\u202f", " ").strip())
    if not bare:
        return None
    point, comma = bare.rfind("."), bare.rfind(",")
    if point >= 0 and comma >= 0:
        bare = bare.replace("," if point > comma else ".", "")
    elif _THOUSANDS.match(bare) and (bare.count(",") > 1 or bare.count(".") > 1 or "'" in bare or " " in bare):
        bare = re.sub(r"[' ]", "", bare) if "'" in bare or " " in bare else re.sub(r"[.,]", "", bare)
    try:
        value = float(bare.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def rating(text: str) -> float | None:
    """An RPE of 1 to 10, written `8`, `8,5`, `@8` or `RPE 8`; None for anything else."""
    value = number(re.sub(r"^(?:@|rpe)\s*", "", text.strip(), flags=re.IGNORECASE))
    return value if value is not None and 1.0 <= value <= 10.0 else None


class DateReader:
    """Reads the dates of one file: of several ways to read a cell the one that reads most of the file."""

    def __init__(self, texts: Iterable[str]) -> None:
        seen = list(dict.fromkeys(_in_english(text) for text in texts if text))
        counts = {form: sum(_parsed(text, form) is not None for text in seen) for form in _DATE_FORMATS}
        self._formats = sorted((form for form in _DATE_FORMATS if counts[form]), key=lambda form: -counts[form])
        self._read: dict[str, datetime | None] = {}

    def read(self, text: str) -> datetime | None:
        """A time on the lifter's clock; None for what cannot be read. A zone in the cell does not move it."""
        if text not in self._read:
            english = _in_english(text)
            found = (_parsed(english, form) for form in self._formats)
            self._read[text] = next((at for at in found if at is not None), None)
        return self._read[text]


def _in_english(text: str) -> str:
    """Months in English and without a dot, without fractions of a second and zone, single spaces."""
    bare = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    if _LOCAL_TIME.match(bare):
        return _ZONE.sub("", bare)
    words = re.sub(r"[^\W\d_]+\.?", lambda match: _english(match.group()), bare)
    return re.sub(r"(\d)\. (?=[a-z])", r"\1 ", words)


def _english(word: str) -> str:
    name = plain(word.rstrip("."))
    return _MONTHS.get(name, name)


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - logs carry the lifter's wall clock without a zone
    except ValueError:
        return None
