"""Damage in a file of sealed records: always noticed, and it costs only what it touches."""

import struct
from itertools import pairwise
from pathlib import Path
from random import Random
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.crypto.frames import MAGIC, Damaged, Frame, Framer, Recovered, frames, opened, read
from desk.crypto.sealing import RecoveryPrivateKey

CENTRAL = RecoveryPrivateKey.generate()
INCARNATION = uuid4()
FRAMER = Framer("GNC2", INCARNATION, CENTRAL.public)
ROOM = bytes(1500)


def image(count: int, seed: int = 1) -> tuple[bytes, dict[UUID, bytes], list[int]]:
    """Frames one after another with room behind; what is in them; where each begins, and the end."""
    random = Random(seed)
    payloads = {
        UUID(int=random.getrandbits(128)): random.randbytes(random.randrange(600)) for _ in range(count)
    }
    parts = [FRAMER.frame(change, data) for change, data in payloads.items()]
    places = [sum(map(len, parts[:n])) for n in range(count + 1)]
    return b"".join(parts) + ROOM, payloads, places


IMAGE, PAYLOADS, PLACES = image(12)


def recovered(data: bytes) -> tuple[dict[UUID, bytes], list[Damaged]]:
    found = [item if isinstance(item, Damaged) else opened(item, CENTRAL) for item in frames(data)]
    whole = {item.change_id: item.payload for item in found if isinstance(item, Recovered)}
    return whole, [item for item in found if isinstance(item, Damaged)]


def test_every_record_is_read_in_order_with_its_desk_and_incarnation(tmp_path: Path) -> None:
    path = tmp_path / "x.spool"
    path.write_bytes(IMAGE)
    expected = [Recovered("GNC2", INCARNATION, change, data) for change, data in PAYLOADS.items()]
    assert list(read(path, CENTRAL)) == expected


def test_another_key_opens_nothing_and_says_which_records_are_there(tmp_path: Path) -> None:
    path = tmp_path / "x.spool"
    path.write_bytes(IMAGE)
    found = list(read(path, RecoveryPrivateKey.generate()))
    assert [(item.change_id, getattr(item, "reason", "")) for item in found] == [
        (c, "seal") for c in PAYLOADS
    ]


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, PLACES[-1] * 8 - 1))
def test_one_bit_turned_is_noticed_and_costs_at_most_the_record_it_is_in(bit: int) -> None:
    data = bytearray(IMAGE)
    data[bit // 8] ^= 1 << bit % 8
    whole, damage = recovered(bytes(data))
    hit = next(n for n, (start, end) in enumerate(pairwise(PLACES)) if start <= bit // 8 < end)
    expected = {change: data for n, (change, data) in enumerate(PAYLOADS.items()) if n != hit}
    assert whole == expected
    assert damage


def test_a_bit_turned_in_the_room_behind_is_noticed_and_costs_nothing() -> None:
    data = bytearray(IMAGE)
    data[PLACES[-1] + 700] ^= 1
    assert recovered(bytes(data))[0] == PAYLOADS
    assert recovered(bytes(data))[1]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(IMAGE) - 1), st.integers(1, 2000), st.randoms(use_true_random=False))
def test_a_stretch_of_noise_costs_only_the_records_it_touches(
    start: int, length: int, random: Random
) -> None:
    end = min(start + length, len(IMAGE))
    data = IMAGE[:start] + random.randbytes(end - start) + IMAGE[end:]
    touched = {n for n, (first, last) in enumerate(pairwise(PLACES)) if first < end and start < last}
    whole, damage = recovered(data)
    expected = {change: data for n, (change, data) in enumerate(PAYLOADS.items()) if n not in touched}
    assert expected.items() <= whole.items() <= PAYLOADS.items()
    assert damage or whole == PAYLOADS


@pytest.mark.parametrize("behind", [b"", ROOM], ids=["cut", "zeros"])
def test_a_last_record_torn_at_any_byte_is_noticed_and_the_ones_before_are_whole(behind: bytes) -> None:
    first, last = list(PAYLOADS.items())[:-1], PLACES[-2]
    for cut in range(last + 1, PLACES[-1]):
        found = list(frames(IMAGE[:cut] + behind))
        if IMAGE[cut : PLACES[-1]].strip(b"\0") == b"" and behind:
            continue  # what is missing was zeros anyhow
        assert [item.change_id for item in found if isinstance(item, Frame)] == [c for c, _ in first]
        assert sum(isinstance(item, Damaged) for item in found) == 1


def test_a_record_that_a_power_cut_left_as_zeros_between_others_is_noticed() -> None:
    start, end = PLACES[4], PLACES[5]
    whole, damage = recovered(IMAGE[:start] + bytes(end - start) + IMAGE[end:])
    assert len(whole) == len(PAYLOADS) - 1
    assert [(item.offset, item.length, item.reason) for item in damage] == [(start, end - start, "zeros")]


def test_a_record_under_another_records_header_is_not_opened() -> None:
    one, two = uuid4(), uuid4()
    first = FRAMER.frame(one, b"same")
    second = FRAMER.frame(two, b"same")
    swapped = [item for item in frames(first + second) if isinstance(item, Frame)]
    forged = Frame(0, 0, "GNC2", INCARNATION, one, swapped[1].sealed)
    assert isinstance(opened(forged, CENTRAL), Damaged)


def test_a_record_of_a_later_version_is_stepped_over_as_such() -> None:
    header = IMAGE[:4] + b"\x02" + IMAGE[5:56]
    later = header + struct.pack(">I", crc32(header)) + IMAGE[60 : PLACES[1]]
    whole, damage = recovered(later + IMAGE[PLACES[1] :])
    assert len(whole) == len(PAYLOADS) - 1
    assert [item.reason for item in damage] == ["version"]


@given(st.binary(max_size=3000))
def test_any_bytes_at_all_are_read_without_an_error(noise: bytes) -> None:
    assert not recovered(noise)[0]
    assert not recovered(MAGIC + noise + MAGIC)[0]


@pytest.mark.parametrize("desk", ["", "../x", "GNC2 ", "Gəncə", "A" * 16, "A\0B"])
def test_a_code_that_is_no_desk_code_is_refused(desk: str) -> None:
    with pytest.raises(ValueError):
        Framer(desk, INCARNATION, CENTRAL.public)
