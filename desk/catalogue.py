"""Messages looked up where they lie in a compiled catalogue: to read them all costs the first frame 8 ms."""

import gettext
import struct
from bisect import bisect_left
from collections.abc import Sequence

_MAGIC = 0x950412DE
_Key = str | tuple[str, int]


class Catalogue(gettext.GNUTranslations):
    """As gettext's own, for files as hatch_build.py makes them: little-endian, UTF-8, in order."""

    def _parse(self, file: "gettext._TranslationsReader") -> None:
        """Read the head alone; OSError where the file is no such catalogue."""
        data = file.read()
        if len(data) < 20 or struct.unpack_from("<I", data)[0] != _MAGIC:
            raise OSError(0, "Bad magic number")
        self._catalog = _Messages(data)
        heads = [line.partition(":") for line in (self._catalog.get("") or "").splitlines()]
        self._info = {name.strip().lower(): value.strip() for name, _colon, value in heads}
        rule = self._info.get("plural-forms", "plural=n != 1;").partition("plural=")[2].partition(";")[0]
        self.plural = gettext.c2py(rule)
        self._charset = "utf-8"


class _Messages:
    """What `GNUTranslations` asks of its dictionary; a message once found is kept."""

    def __init__(self, data: bytes) -> None:
        _version, count, origin, translation = struct.unpack_from("<4I", data, 4)
        self._data, self._translation = data, translation
        self._ids = _Ids(data, count, origin)
        self._found: dict[_Key, str | None] = {}

    def __getitem__(self, key: _Key) -> str:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: _Key, default: str | None = None) -> str | None:
        """The translation of a message, or of one with a plural by (singular, form)."""
        if key not in self._found:
            self._found[key] = self._look_up(key)
        found = self._found[key]
        return default if found is None else found

    def _look_up(self, key: _Key) -> str | None:
        text, form = (key, None) if isinstance(key, str) else key
        wanted = text.encode("utf-8", "surrogatepass")
        place = bisect_left(self._ids, wanted)
        if place == len(self._ids):
            return None
        singular, has_plural, _plural = self._ids[place].partition(b"\0")
        if singular != wanted or bool(has_plural) is not (form is not None):
            return None
        forms = self._ids.text(self._translation, place).decode().split("\0")
        return forms[form or 0] if (form or 0) < len(forms) else None


class _Ids(Sequence[bytes]):
    """The messages' originals, sorted by their bytes; one with a plural holds both, a zero byte between."""

    def __init__(self, data: bytes, count: int, table: int) -> None:
        self._data, self._count, self._table = data, count, table

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]
        return self.text(self._table, place)

    def text(self, table: int, place: int) -> bytes:
        """The text at a place of one of the file's two tables of (length, offset)."""
        length, offset = struct.unpack_from("<II", self._data, table + 8 * place)
        return self._data[offset : offset + length]
