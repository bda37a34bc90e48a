"""Codes and tokens: made and hashed; and what counts as a public key."""

import secrets
from base64 import b64decode
from binascii import Error as Base64Error
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and digits that are misread on paper or by telephone."""
CODE_LENGTH = 8


def new_code() -> str:
    """A one-time enrolment code of 39 bits, to be read out: `ABCD-2345`."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def code_hash(code: str) -> str:
    """The hash under which a code is kept; case, spaces and hyphens do not count."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(plain.encode("utf-8", "replace")).hexdigest()


def new_token() -> str:
    """An opaque token of 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """The hash under which a token is kept."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def is_public_key(text: str) -> bool:
    """Whether the text is the base64 of a raw Ed25519 public key."""
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(text, validate=True))
    except (ValueError, Base64Error):
        return False
    return True
