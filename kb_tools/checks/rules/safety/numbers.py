"""Which phone numbers belong to nobody in particular? Reserved for films and manuals, free to call, plainly made up."""

from __future__ import annotations

import re

# The digits after the country code, without the leading 0.
_FICTION = {
    # Ofcom, numbers for TV and radio drama.
    "44": (
        "1632960", "7700900", "2079460", "1134960", "1144960", "1154960", "1164960", "1174960", "1184960", "1214960",
        "1314960", "1414960", "1514960", "1614960", "1914980", "2896496", "2920180", "3069990",
    ),
    # Bundesnetzagentur, Rufnummern für Medienproduktionen.
    "49": ("3023125", "2214710", "4066969", "6990009", "8999998", "15228817386", "15228895456", "15254599371", "17139200",
           "1729925904", "1729968532", "1729973185", "1729973186", "1729980752", "1749091317", "1749464308", "17604069"),
    # ACMA, numbers for use in radio and television.
    "61": ("25550", "27010", "35550", "37010", "75550", "77010", "85550", "87010", "491570"),
    # ARCEP, numéros pour les œuvres audiovisuelles.
    "33": ("19900", "26191", "35301", "46571", "53649", "63998"),
    # PTS, telefonnummer för böcker och filmer.
    "46": ("313900", "406280", "8465004", "980319", "701740"),
    "353": ("20910", "20911", "20912", "20913", "20914", "20915", "20916", "20917", "20918", "20919"),
}  # fmt: skip

_FREE = {
    "1": re.compile(r"8(?:00|33|44|55|66|77|88)|900|[2-9]\d\d555|555"),
    "44": re.compile(r"80|84|87|90|3[0347]"),
    "49": re.compile(r"800|180|137|900|700|32"),
    "61": re.compile(r"1800|1300|13\d{4}$|1900"),
    "33": re.compile(r"8"),
}
"""Numbers of companies, by their beginning: free of charge, shared cost, service; and 555 in North America."""

_FREE_ANYWHERE = re.compile(r"800\d|808\d|900\d|84[45]\d|87[01]\d|180\d|137\d")
"""The same, for a number without a country code."""

_MADE_UP = re.compile(r"1234567|2345678|3456789|9876543|(\d)\1{4}|(\d\d)\2{3}|12345$|000000")

COUNTRIES = re.compile(
    r"(1|7|2[07]|2[1-69]\d|3[0-469]|3[578]\d|4[013-9]|42\d|5[1-8]|5[09]\d|6[0-6]|6[7-9]\d|8[1246]|85\d|88[06]|9[0-58]|9[679]\d)"
)


def is_nobodys(country: str, digits: str) -> bool:
    """Is this number known to belong to no person? *country* is empty where the number does not say."""
    if _MADE_UP.search(digits):
        return True
    if country:
        digits, free = digits.lstrip("0"), _FREE.get(country)
        return digits.startswith(_FICTION.get(country, ())) or bool(free and free.match(digits))
    return bool(_FREE_ANYWHERE.match(digits)) or any(digits.startswith(each) for each in _FICTION.values())
