"""Whether a case bundle is what its desk made of its log: needs no desk, no password and no network."""

import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile, ZipFile

from pydantic import ValidationError

from desk.crypto.encoding import canonical
from desk.crypto.signing import fingerprint, head_verified, verified
from desk.lang import N_, _
from desk.records.attachment import CaseFileAttached
from desk.records.bundle import FORMAT, Link, Manifest, Proof, Told
from desk.records.wire import commitment
from desk.usecases.case_bundle import FILES, MANIFEST, PROOF_FILE, PURPOSE

FAULTS = {
    "unreadable": N_("This is no case bundle, or it is damaged."),
    "format": N_("This bundle has a newer form than this program knows."),
    "signature": N_(
        "The signature of the desk does not fit: the bundle was altered or is not from that desk."
    ),
    "other_key": N_("The bundle is signed with another key than the one given."),
    "file": N_("A file of the bundle was altered, is missing or was added: {name}"),
    "attachment": N_("A file of the bundle is none that the log names: {name}"),
    "body": N_("An event was altered: its text does not fit the log's commitment (change {n})."),
    "link_missing": N_("The log has no link for an event (change {n})."),
    "chain": N_("The chain of the log is broken before change {n}."),
    "head": N_("The log's newest link is not signed by the desk (change {n})."),
}
ATTACHED = "case_file.attached"
BIGGEST = 64 << 20
"""Bytes that one file of a bundle may unpack to."""


class BundleFaulty(Exception):
    """A bundle that proves nothing; `text` says why."""

    def __init__(self, code: str, **context: object) -> None:
        super().__init__(code)
        self.code, self.context = code, context

    @property
    def text(self) -> str:
        """The reason in the language in use."""
        return _(FAULTS[self.code]).format(**self.context)


@dataclass(frozen=True)
class Verified:
    """What a bundle proves: events chained in the log of its desk, and events that came from other desks."""

    number: str
    desk: str
    fingerprint: str
    chained: int
    from_others: int
    links: int
    files: int
    """Attached files that are in the bundle, each as the log names it."""
    absent: tuple[str, ...]
    """Attached files that the log names and the bundle lacks."""


def verify_bundle(packed: bytes, public_key: str = "") -> Verified:
    """Check signature, files, bodies and chain of a bundle; with a key, that it is this desk's.

    Raises BundleFaulty at the first thing that does not fit.
    """
    files = _files(packed)
    try:
        manifest = Manifest.model_validate_json(files.pop(MANIFEST))
        proof = Proof.model_validate_json(files[PROOF_FILE])
    except (KeyError, ValidationError) as error:
        raise BundleFaulty("unreadable") from error
    _check_manifest(manifest, files, public_key)
    links = {(link.n): link for link in proof.links}
    for event in proof.events:
        _check_event(event, links)
    _check_chain(manifest, proof)
    attached, absent = _check_attached(proof, files)
    chained = sum(event.n is not None for event in proof.events)
    return Verified(
        manifest.number,
        manifest.desk,
        fingerprint(manifest.public_key),
        chained,
        len(proof.events) - chained,
        len(proof.links),
        attached,
        absent,
    )


def _files(packed: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(packed)) as archive:
            if any(info.file_size > BIGGEST for info in archive.infolist()):
                raise BundleFaulty("unreadable")
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except (
        BadZipFile,
        zlib.error,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
    ) as error:
        raise BundleFaulty("unreadable") from error


def _check_manifest(manifest: Manifest, files: dict[str, bytes], public_key: str) -> None:
    if manifest.format > FORMAT:
        raise BundleFaulty("format")
    if not verified(manifest.public_key, PURPOSE, canonical(manifest.said), manifest.signature):
        raise BundleFaulty("signature")
    if public_key and public_key != manifest.public_key:
        raise BundleFaulty("other_key")
    for name in sorted(files.keys() | manifest.files.keys()):
        if name not in files or sha256(files[name]).hexdigest() != manifest.files.get(name):
            raise BundleFaulty("file", name=name)


def _check_event(event: Told, links: dict[int, Link]) -> None:
    if event.n is None:
        return
    if event.n not in links:
        raise BundleFaulty("link_missing", n=event.n)
    try:
        fits = commitment(event.salt, event.body) == links[event.n].body_sha256
    except ValueError:
        fits = False
    if not fits:
        raise BundleFaulty("body", n=event.n)


def _check_attached(proof: Proof, files: dict[str, bytes]) -> tuple[int, tuple[str, ...]]:
    """Each attached file is one that an event names by its hash; how many, and the names of those missing."""
    try:
        told = [CaseFileAttached.model_validate_json(e.body) for e in proof.events if e.kind == ATTACHED]
    except ValidationError as error:
        raise BundleFaulty("unreadable") from error
    named = {one.sha256 for one in told}
    held = {name: sha256(content).hexdigest() for name, content in files.items() if name.startswith(FILES)}
    for name, digest in sorted(held.items()):
        if digest not in named:
            raise BundleFaulty("attachment", name=name)
    here = set(held.values())
    return len(held), tuple(one.name for one in told if one.sha256 not in here)


def _check_chain(manifest: Manifest, proof: Proof) -> None:
    """Each link names the one before it; the last of each incarnation is signed."""
    for before, after in pairwise(proof.links):
        same = before.incarnation == after.incarnation
        if same and (after.n != before.n + 1 or after.prev_sha256 != before.chain):
            raise BundleFaulty("chain", n=after.n)
    signed = {head.incarnation: head for head in proof.heads}
    last = {link.incarnation: link for link in proof.links}
    for incarnation, link in last.items():
        head = signed.get(incarnation)
        if (
            head is None
            or (head.n, head.link) != (link.n, link.chain)
            or not head_verified(
                manifest.public_key, manifest.desk_id, incarnation, head.n, head.link, head.signature
            )
        ):
            raise BundleFaulty("head", n=link.n)
