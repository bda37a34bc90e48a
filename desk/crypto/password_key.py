"""From a password to a key: Argon2id, so that each guess at a stolen disk costs time and memory."""

from dataclasses import dataclass
from os import urandom
from unicodedata import normalize

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_SALT = 16
_MOST_MEMORY = 1 << 20
_MOST_ITERATIONS = 64
_MOST_LANES = 16


@dataclass(frozen=True)
class Cost:
    """What one guess costs; the default is 64 MiB three times over, about 0.1 to 0.4 s on an office PC."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be computed: an edited file must not be able to ask for a terabyte."""
        if not (
            8 * self.lanes <= self.memory_kib <= _MOST_MEMORY
            and 1 <= self.iterations <= _MOST_ITERATIONS
            and 1 <= self.lanes <= _MOST_LANES
        ):
            raise ValueError("argon2id parameters out of range")


def new_salt() -> bytes:
    """A random salt of 16 bytes."""
    return urandom(_SALT)


def derive(password: str, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key of a password.

    NFC first, so that the same letters typed on another keyboard are the same password; nothing is cut,
    folded or stripped (ASVS 6.2.8). Raises ValueError for lone surrogates, which no keyboard makes.
    """
    return Argon2id(
        salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(normalize("NFC", password).encode())
