"""A computer becomes a desk of an office: the part of the set-up that talks to central."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from desk.crypto.signing import fingerprint
from desk.records.enrolment import DeviceWish, Enrol
from desk.sync.client import Rest, ask_to_enrol, enrol, wait_for_approval
from desk.sync.line import Line
from desk.usecases import set_up
from desk.usecases.desk import Identity
from desk.usecases.set_up import OpenDesk


async def enrol_desk(
    line: Line,
    path: Path,
    data_key: bytes,
    code: str,
    before_opening: Callable[[Identity], None] = lambda identity: None,
) -> OpenDesk:
    """Make the desk's file and key and have central name the desk; repeat it with the same arguments at will.

    `data_key` has 32 bytes; `before_opening` writes the key slots once the desk's code is known.
    Raises StoreRefused, and ContactFailed (`code_refused` where the code is not good); no desk is then open.
    """
    beginning = await asyncio.to_thread(set_up.begin, path, data_key)
    try:
        enrolled = None
        if beginning.identity is None:
            enrolled = await enrol(line, beginning.request(code))
        return await asyncio.to_thread(set_up.complete, beginning, enrolled, before_opening)
    except BaseException:
        await asyncio.to_thread(beginning.store.close)
        raise


async def enrol_by_approval(
    line: Line,
    path: Path,
    data_key: bytes,
    show: Callable[[str, str], None],
    before_opening: Callable[[Identity], None] = lambda identity: None,
    rest: Rest = asyncio.sleep,
) -> OpenDesk:
    """The same with a code that this computer shows and an administrator approves (RFC 8628).

    `show` gets the code and the fingerprint of the desk's key, for the administrator to compare. Raises as
    `enrol_desk` does.
    """
    beginning = await asyncio.to_thread(set_up.begin, path, data_key)
    try:
        enrolled = None
        if beginning.identity is None:
            wish = DeviceWish(public_key=beginning.key.public, incarnation=beginning.incarnation)
            codes = await ask_to_enrol(line, wish)
            show(codes.user_code, fingerprint(beginning.key.public))
            enrolled = await wait_for_approval(line, codes, rest)
        return await asyncio.to_thread(set_up.complete, beginning, enrolled, before_opening)
    except BaseException:
        await asyncio.to_thread(beginning.store.close)
        raise


async def renew_desk(line: Line, desk: OpenDesk, data_key: bytes, code: str) -> OpenDesk:
    """Give a desk that was restored from a backup its new code and incarnation; the file stays the same.

    Raises ContactFailed; the desk is then what it was, and may not write.
    """
    incarnation = await asyncio.to_thread(set_up.begin_renewal, desk.store)
    try:
        asked = Enrol(code=code, public_key=desk.key.public, incarnation=incarnation)
        enrolled = await enrol(line, asked)
    except BaseException:
        desk.store.stopped = set_up.FENCED
        raise
    return await asyncio.to_thread(set_up.complete_renewal, desk, data_key, enrolled)
