"""What a signature and a seal are good for, and what they refuse."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.crypto.encoding import bytes_of, framed
from desk.crypto.sealing import (
    OVERHEAD,
    QUICK_OVERHEAD,
    STOCK,
    QuickSeal,
    RecoveryPrivateKey,
    RecoveryPublicKey,
    SealError,
    quick_open,
)
from desk.crypto.signing import (
    DeskKey,
    DeskKeyError,
    fingerprint,
    head_verified,
    token_verified,
    verified,
)

DESK, INCARNATION = uuid4(), uuid4()
KEY = DeskKey.generate()
AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
CENTRAL = RecoveryPrivateKey.generate()


def test_a_token_request_verifies_whatever_zone_its_moment_is_written_in() -> None:
    signature = KEY.sign_token(DESK, AT, "n" * 16)
    elsewhere = AT.astimezone(timezone(timedelta(hours=4)))
    assert token_verified(KEY.public, DESK, elsewhere, "n" * 16, signature)


@pytest.mark.parametrize(
    ("desk", "at", "nonce"),
    [
        (uuid4(), AT, "n" * 16),
        (DESK, AT + timedelta(microseconds=1), "n" * 16),
        (DESK, AT, "n" * 17),
    ],
)
def test_a_token_request_altered_in_any_part_is_refused(desk: UUID, at: datetime, nonce: str) -> None:
    assert not token_verified(KEY.public, desk, at, nonce, KEY.sign_token(DESK, AT, "n" * 16))


def test_a_signed_head_is_bound_to_desk_incarnation_number_and_link() -> None:
    signature = KEY.sign_head(DESK, INCARNATION, 7, "a" * 64)
    assert head_verified(KEY.public, DESK, INCARNATION, 7, "a" * 64, signature)
    assert not head_verified(KEY.public, uuid4(), INCARNATION, 7, "a" * 64, signature)
    assert not head_verified(KEY.public, DESK, uuid4(), 7, "a" * 64, signature)
    assert not head_verified(KEY.public, DESK, INCARNATION, 8, "a" * 64, signature)
    assert not head_verified(KEY.public, DESK, INCARNATION, 7, "b" * 64, signature)
    assert not head_verified(DeskKey.generate().public, DESK, INCARNATION, 7, "a" * 64, signature)


def test_a_signature_for_one_purpose_is_not_good_for_another() -> None:
    assert not verified(KEY.public, "head", b"x", KEY.sign("export", b"x"))


@given(st.text(max_size=100), st.text(max_size=100))
def test_hostile_keys_and_signatures_are_refused_and_raise_nothing(public: str, signature: str) -> None:
    assert not verified(public, "head", b"x", signature)
    assert not verified(KEY.public, "head", b"x", signature)


def test_the_stored_key_opens_only_with_its_data_key_and_desk() -> None:
    sealed = KEY.seal(data_key=b"k" * 32, desk="one")
    assert DeskKey.open(sealed, data_key=b"k" * 32, desk="one").public == KEY.public
    for data_key, desk in ((b"K" * 32, "one"), (b"k" * 32, "two")):
        with pytest.raises(DeskKeyError):
            DeskKey.open(sealed, data_key=data_key, desk=desk)


@given(st.data())
def test_a_stored_key_with_one_bit_turned_or_cut_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(KEY.seal(data_key=b"k" * 32, desk="one"))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(DeskKeyError):
        DeskKey.open(bytes(sealed), data_key=b"k" * 32, desk="one")
    with pytest.raises(DeskKeyError):
        DeskKey.open(bytes(sealed[: place // 8]), data_key=b"k" * 32, desk="one")


def test_the_stored_key_does_not_hold_the_key_in_the_clear() -> None:
    sealed = KEY.seal(data_key=b"k" * 32, desk="one")
    assert KEY._key.private_bytes_raw() not in sealed
    assert bytes_of(KEY.public) not in sealed


def test_a_fingerprint_is_five_groups_that_differ_by_key() -> None:
    assert len(fingerprint(KEY.public)) == 24
    assert fingerprint(KEY.public) != fingerprint(DeskKey.generate().public)


@given(st.binary(max_size=2000), st.text(max_size=20), st.text(max_size=20), st.binary(max_size=40))
def test_a_seal_opens_for_its_own_desk_purpose_and_subject(
    data: bytes, desk: str, purpose: str, about: bytes
) -> None:
    sealed = CENTRAL.public.seal(data, desk=desk, purpose=purpose, about=about)
    assert len(sealed) == len(data) + OVERHEAD
    assert CENTRAL.open(sealed, desk=desk, purpose=purpose, about=about) == data


def test_a_seal_opens_for_no_other_desk_purpose_subject_or_key() -> None:
    sealed = CENTRAL.public.seal(b"data", desk="GNC1", purpose="spool", about=b"1")
    for desk, purpose, about in (("GNC2", "spool", b"1"), ("GNC1", "slot", b"1"), ("GNC1", "spool", b"2")):
        with pytest.raises(SealError):
            CENTRAL.open(sealed, desk=desk, purpose=purpose, about=about)
    with pytest.raises(SealError):
        RecoveryPrivateKey.generate().open(sealed, desk="GNC1", purpose="spool", about=b"1")


def test_each_quick_seal_has_a_key_of_its_own_made_ahead_or_not() -> None:
    quick = QuickSeal(CENTRAL.public, desk="GNC1", purpose="spool")
    quick.prepare()
    sealed = [quick.seal(b"data", b"1") for _ in range(STOCK + 2)]
    assert len({seal[: OVERHEAD + 32] for seal in sealed}) == STOCK + 2
    for seal in sealed:
        assert len(seal) == len(b"data") + QUICK_OVERHEAD
        assert quick_open(CENTRAL, seal, desk="GNC1", purpose="spool", about=b"1") == b"data"


def test_a_quick_seal_opens_for_no_other_desk_purpose_subject_or_key_and_not_damaged() -> None:
    sealed = QuickSeal(CENTRAL.public, desk="GNC1", purpose="spool").seal(b"data", b"1")
    for desk, purpose, about in (("GNC2", "spool", b"1"), ("GNC1", "slot", b"1"), ("GNC1", "spool", b"2")):
        with pytest.raises(SealError):
            quick_open(CENTRAL, sealed, desk=desk, purpose=purpose, about=about)
    with pytest.raises(SealError):
        quick_open(RecoveryPrivateKey.generate(), sealed, desk="GNC1", purpose="spool", about=b"1")
    for place in range(len(sealed)):
        damaged = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        for wrong in (damaged, sealed[:place]):
            with pytest.raises(SealError):
                quick_open(CENTRAL, wrong, desk="GNC1", purpose="spool", about=b"1")


@given(st.binary(max_size=200))
def test_bytes_that_are_no_seal_are_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        CENTRAL.open(data, desk="GNC1", purpose="spool")


def test_a_recovery_key_comes_back_from_its_encrypted_file_and_from_its_text() -> None:
    pem = CENTRAL.to_pem(b"a long passphrase")
    again = RecoveryPrivateKey.from_pem(pem, b"a long passphrase")
    public = RecoveryPublicKey.from_text(CENTRAL.public.text)
    assert again.open(public.seal(b"x", desk="d", purpose="p"), desk="d", purpose="p") == b"x"
    with pytest.raises(ValueError):
        RecoveryPrivateKey.from_pem(pem, b"another")


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_different_parts_never_give_the_same_bytes(one: list[bytes], other: list[bytes]) -> None:
    assert (framed(*one) == framed(*other)) == (one == other)
