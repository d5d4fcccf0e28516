"""What callers say, made up by the thousand: words of the articles, typos, codes in all forms, any character there is."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from kb_tools.query.understand import FILLERS
from kb_tools.search.analysis import STOP_WORDS
from kb_tools.search.english import NEGATIONS

UNITS = ("oh zero o nought naught null", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine niner")
NATO = dict(zip("abcdef", "alpha bravo charlie delta echo foxtrot".split(), strict=True))
SPEECH = """oh o x hex 0x ox zero one two five six ten eleven twelve nineteen twenty thirty fifty ninety double triple treble
    quadruple hundred thousand and dot point period error no kb ora http event eventid id code stop alpha charlie hotel xray
    x-ray 5 50 550 5.1.1 550-5.1.1 5.1.10 809 0809 8007 0005 0x80070005 80070005 c000 021a 0xc000021a ora-00942 00942
    c0000017 a0012345 deadbeef
    KB5005565 kb-5005565 502 2004 double-oh fifty-five triple-oh a b c d 0 7 l0 o0 8O9 5OO 192.168.1.1 v5.2.3 10.0 24h 100mbit
    windows11 office2019 win10 olmapi32.dll it's don't internet's log-in e-mail wi-fi 97-2003 32-bit ''' ' - — " “ ” „
    """.split()
STRANGE = """é e\u0301 ﬁ ｆｕｌｌ ８０９ ٣٤٥ ८०९ ² ½ ① ➀ Ⅷ ቍ፩፪ 𐩀𐩁 𑁓𑁔 𝟘𝟙𝟚 𝒳 𐐀𐐨 İstanbul STRASSE straße ΣΊΣΥΦΟΣ ΟΔΟΣ ὈΔΥΣΣΕΎΣ Ǆ ŉ ಱ
    ルーター ﾙｰﾀｰの電源 电脑 컴퓨터가 日 本 語 vpn接続 接続vpn 電源2つ 한글1234 ไทย हिन्दी שלום مرحبا ą̊
    👩‍👩‍👧 🇩🇪 ¼ ª º ᵃ ǅ ﷺ \u00ad \u200b \u200d \ufeff
    naïve’s can’t l’ordinateur d'accord rock’n’roll ça 𠮷野家 𪚥 \U0001f100 ⑴ ⒈ 0𝟎x80070005 5．1．1 foo_bar __proto__ constructor
    toString hasOwnProperty""".split()


def utterances(words: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """Sentences with *words* of the articles in them."""
    dice = random.Random(seed)
    small = sorted(FILLERS | STOP_WORDS | NEGATIONS)
    makers = [
        lambda: dice.choice(words),
        lambda: dice.choice(words),
        lambda: mistyped(dice, dice.choice(words)),
        lambda: dice.choice(words)[: dice.randint(2, 6)],
        lambda: dice.choice(small),
        lambda: dice.choice(SPEECH),
        lambda: spelled_out(dice, dice.choice(words)),
        lambda: code(dice),
        lambda: dice.choice(STRANGE),
        lambda: f'"{dice.choice(words)} {dice.choice(words)}"',
        lambda: "".join(character(dice) for _ in range(dice.randint(1, 6))),
    ]
    weights = [8, 8, 6, 1, 5, 8, 1, 3, 1, 1, 1]
    for _ in range(count):
        length = dice.choice((1, 2, 3, 4, 6, 8, 15, 40))
        yield "".join(
            part
            for maker in dice.choices(makers, weights, k=length)
            for part in (maker(), dice.choice((" ", " ", " ", " ", ", ", "-", ".", "'s ", "’s ", "")))
        )


def mistyped(dice: random.Random, word: str) -> str:
    """A word after one or two slips."""
    letters = list(word)
    for _ in range(dice.choice((1, 1, 2))):
        place = dice.randrange(len(letters) + 1)
        slip = dice.randrange(4)
        if slip == 0:
            letters.insert(place, dice.choice("abcdefghijklmnopqrstuvwxyzäé"))
        elif slip == 1:
            del letters[place : place + 1]
        elif slip == 2:
            letters[place : place + 1] = dice.choice("abcdefghijklmnopqrstuvwxyzß")
        else:
            letters[place : place + 2] = letters[place : place + 2][::-1]
    return "".join(letters)


def spelled_out(dice: random.Random, word: str) -> str:
    return " ".join(word[: dice.randint(2, 5)])


def code(dice: random.Random) -> str:
    """A code as it is written, or as it is read out."""
    digits = "".join(
        dice.choice("0123456789abcdef" if dice.random() < 0.3 else "0011578") for _ in range(dice.randint(2, 8))
    )
    written = [digits, f"0x{digits}", f"0X{digits.upper()}", f"{digits[:4]} {digits[4:]}", f"hex {digits[:4]} {digits[4:]}",
               f"ora-{digits}", f"error {digits}", f"error{digits}", f"{digits[:1]}.{digits[1:2]}.{digits[2:]}",
               digits.replace("0", "O").replace("1", "l"), f"550-{digits[:1]}.{digits[1:2]}.{digits[2:]}"]  # fmt: skip
    if dice.random() < 0.5:
        return dice.choice(written)
    said = [NATO.get(digit) or dice.choice(UNITS[int(digit)].split()) for digit in digits]
    said = [
        f"{dice.choice(('double', 'triple'))}{dice.choice(' -')}{word}" if dice.random() < 0.2 else word
        for word in said
    ]
    said = [
        dice.choice(("ten", "fifty", "fifteen", "ninety-nine", "dot")) if dice.random() < 0.1 else word for word in said
    ]
    return dice.choice(("", "oh x ", "hex ", "error ", "hotel ")) + dice.choice((" ", "-")).join(said)


def character(dice: random.Random) -> str:
    """Any character that this Python's Unicode has; a browser's may have newer ones, which an index does not."""
    while True:
        char = chr(dice.randrange(sys.maxunicode + 1) if dice.random() < 0.5 else dice.randrange(0x3000))
        if unicodedata.category(char) not in ("Cn", "Cs"):
            return char
