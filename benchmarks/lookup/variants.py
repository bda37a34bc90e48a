"""Make desk/db/restrictions/variants.txt.xz: names that are one name though they neither sound nor look
alike.

Source: the name classes of Wikidata (CC0),
as in rigour 1.5.0's persons.txt. Classes whose forms the rules already
bring together are left out. Usage: python -m benchmarks.lookup.variants PERSONS.TXT OUT [--without-test-half]
"""

import lzma
import sys
from pathlib import Path

from benchmarks.lookup.people import half, read_classes
from desk.names.forms import Forms, forms, variant_key
from desk.names.similar import similarity

_ENOUGH = 0.86  # forms at least this alike need no class


def reduced(words: list[str]) -> list[str]:
    """Return the keys of a class, one for each group of forms that the rules bring together."""
    kept: dict[str, Forms] = {}
    for word in words:
        form = forms(word)
        name = variant_key(form)
        if len(form.main.skeleton if form.vowelless else form.main.collapsed) > 2 and name not in kept:
            kept[name] = form
    every = list(kept.values())
    if all(similarity(one, two)[0] >= _ENOUGH for i, one in enumerate(every) for two in every[:i]):
        return []
    return list(kept)


def main() -> None:
    source, target, *rest = sys.argv[1:]
    lines = []
    for words in read_classes(Path(source)):
        if rest and half(words[0]) == "test":
            continue
        names = reduced(words)
        if len(names) > 1:
            lines.append(" ".join(names))
    text = "\n".join(sorted(lines)) + "\n"
    Path(target).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(len(lines), "classes", text.count(" ") + len(lines), "forms", Path(target).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
