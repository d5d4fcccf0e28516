"""Is every key found where the starts say that it is, however the rows are cut?"""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.site import shards
from kb_tools.site.shards import cut, order

KEYS = st.text(alphabet=st.sampled_from("ab \ud7ff\ue000\U00010000"), max_size=4) | st.text(max_size=6)


@given(st.dictionaries(KEYS, st.text(max_size=30), max_size=60), st.integers(1, 60))
def test_every_key_is_in_the_file_that_the_starts_lead_to(rows: dict[str, str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SMALLEST", size)
        patch.setattr(shards, "GROWTH", 0)
        found = cut(rows.items())
    assert len(found.starts) == max(0, len(found.files) - 1)
    starts = [order(start) for start in found.starts]
    assert starts == sorted(set(starts))
    for key, value in rows.items():
        file = found.files[bisect_right(starts, order(key))]
        assert file[file.index(key) + 1] == value if file.index(key) % 2 == 0 else key in file[::2]
    assert [key for file in found.files for key in file[::2]] == sorted(rows, key=order)
    for file in found.files:
        lengths = [len(key) + len(value) for key, value in zip(file[::2], file[1::2], strict=True)]
        assert sum(lengths) <= size or len(lengths) == 1, "a file is only larger where one row is"


def test_a_large_whole_has_larger_files() -> None:
    # Sixteen million characters: the root of that is 4,000.
    rows = [(f"{number:06}", "x" * 94) for number in range(160_000)]
    few, many = (max(len("".join(file)) for file in cut(rows[:count]).files) for count in (400, 160_000))
    assert few <= shards.SMALLEST < many <= shards.GROWTH * 4000


def test_a_start_is_as_short_as_can_be() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SMALLEST", 1)
        patch.setattr(shards, "GROWTH", 0)
        assert cut([("printer", ""), ("printing", ""), ("vpn", "")]).starts == ["printi", "v"]
