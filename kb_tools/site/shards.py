"""Sorted rows cut into files of a few kilobytes: who looks a key up loads one of them, or two where a range is asked for.

Which file holds a key is told by the keys that the files begin with, and these stand in the one small file that every
search loads. So many small files make that file long, and few large ones make each look-up long. The sum of both is least
where a file's size grows with the square root of the whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

SMALLEST = 2048
"""Characters; smaller files cost more in headers than they save."""

GROWTH = 0.8
"""The best size of a file for a whole of one character: found by measuring what queries of 3 and 15 words load."""

Row = tuple[str, str]
"""A key, and what stands there."""


class Shards(NamedTuple):
    """Rows in files."""

    starts: list[str]
    """For each file but the first: no key before it is as large, every key in it is."""
    files: list[list[str]]
    """For each file its rows in order, key and value in turns."""


def order(key: str) -> bytes:
    """What to sort keys by, so that JavaScript finds them in order: it compares the halves of rare characters."""
    return key.encode("utf-16-be", "surrogatepass")


def cut(rows: Iterable[Row]) -> Shards:
    """Cut rows into files."""
    ordered = sorted(rows, key=lambda row: order(row[0]))
    whole = sum(len(key) + len(value) for key, value in ordered)
    size = max(SMALLEST, int(GROWTH * math.sqrt(whole)))
    starts: list[str] = []
    files: list[list[str]] = []
    room, last = 0, ""
    for key, value in ordered:
        length = len(key) + len(value)
        if not files:
            files.append([])
        elif room < length and files[-1]:
            starts.append(_start(last, key))
            files.append([])
            room = size
        if not files[-1]:
            room = size
        files[-1] += (key, value)
        room -= length
        last = key
    return Shards(starts, files)


def _start(last: str, key: str) -> str:
    """The shortest beginning of *key* that is larger than *last*."""
    same = 0
    while same < len(last) and last[same] == key[same]:
        same += 1
    return key[: same + 1]
