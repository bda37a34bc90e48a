"""The same name in other spellings, by rule; written apart from desk.names so that errors do not cancel
out."""

import random

VOWELS = set("aeıioöuüəAEIİOÖUÜƏ")


def _map(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


def stripped(text: str, rng: random.Random) -> str:
    schwa = rng.choice("ea")
    return _map(text, {"ə": schwa, "Ə": schwa.upper(), "ı": "i", "İ": "I", "ö": "o", "Ö": "O", "ü": "u",
    "Ü": "U",
                       "ş": "s", "Ş": "S", "ç": "c", "Ç": "C", "ğ": "g", "Ğ": "G"})  # fmt: skip


def english(text: str, rng: random.Random) -> str:
    schwa = rng.choice("aae")
    table = {
        "ə": schwa, "Ə": schwa.upper(), "ı": rng.choice("yi"), "İ": "I", "ö": "o", "Ö": "O", "ü": "u",
        "Ü": "U", "ş": "sh",
        "Ş": "Sh", "ç": "ch", "Ç": "Ch", "ğ": "gh", "Ğ": "Gh", "x": "kh", "X": "Kh", "q": rng.choice("gq"),
        "Q": rng.choice("GQ"), "c": "j", "C": "J", "j": "zh",
    }  # fmt: skip
    out = _map(text, table)
    if rng.random() < 0.15:
        out = out.replace("mm", "m")
    if rng.random() < 0.2:
        out = out.replace("i", "ee", 1)
    if rng.random() < 0.2:
        out = out.replace("u", "oo", 1)
    if rng.random() < 0.2:
        out = out.replace("iyev", "iev").replace("yev", "ev")
    if rng.random() < 0.1 and out.endswith(("ov", "ev")):
        out = out[:-1] + "ff"
    return out


def mrz(text: str, rng: random.Random) -> str:
    table = {"ə": rng.choice("AE"), "Ə": rng.choice("AE"), "ö": "OE", "Ö": "OE", "ü": "UE", "Ü": "UE",
    "ş": "S", "Ş": "S",
             "ç": "C", "Ç": "C", "ğ": "G", "Ğ": "G", "ı": "I", "İ": "I", "i": "I"}  # fmt: skip
    return _map(text, table).upper()


_RU = dict(
    zip("aəbcçdefgğhxıijkqlmnoöpprsştuüvyz", ["а", "а", "б", "дж", "ч", "д", "е", "ф", "г", "г", "г",
    "х", "ы", "и", "ж",
        "к", "г", "л", "м", "н", "о", "о", "п", "п", "р", "с", "ш", "т", "у", "ю", "в", "й", "з"],
        strict=True)
)  # fmt: skip


def lower(text: str) -> str:
    return text.replace("İ", "i").replace("I", "ı").lower()


def russian(text: str, rng: random.Random) -> str:
    out = lower(text)
    for latin, cyrillic in (("ye", "е"), ("ya", "я"), ("yu", "ю"), ("yo", "йо")):
        out = out.replace(latin, cyrillic)
    table = dict(_RU)
    if rng.random() < 0.4:
        table["h"] = "х"
    if rng.random() < 0.3:
        table["ə"] = "е"
    if rng.random() < 0.5:
        table["ü"] = "у"
    if rng.random() < 0.5:
        table["ı"] = "и"
    out = _map(out, table)
    if out.startswith("е"):
        out = "э" + out[1:]
    return out.title()


_SOVIET = dict(
    zip("aəbcçdefgğhxıijkqlmnoöprsştuüvyz", "аәбҹчдефҝғһхыижкглмноөпрсштуүвјз", strict=True)
)  # fmt: skip


def soviet(text: str, rng: random.Random) -> str:
    return _map(lower(text), _SOVIET).title()


_ARABIC = dict(zip("bpcçdfgğhxjkqlmnrsştvz", "بپجچدفگغهخژکقلمنرسشتوز", strict=True))


def arabic(text: str, rng: random.Random) -> str:
    word = lower(text)
    out: list[str] = []
    for place, char in enumerate(word):
        if char in _ARABIC:
            if not out or word[place - 1] != char:
                out.append({"ق": "ق", "s": "س"}.get(char, _ARABIC[char]))
        elif place == 0:
            out.append("ای" if char in "iı" else "او" if char in "oöuü" else rng.choice("اع"))
        elif char == "a":
            out.append("ا")
        elif char in "iıy":
            if out[-1] != "ی" and rng.random() < 0.85:
                out.append("ی")
        elif char in "oöuü" and rng.random() < 0.85:
            out.append("و")
        elif char == "ə" and place == len(word) - 1:
            out.append("ه")
    return "".join(out)


_GEORGIAN = dict(
    zip("aəbcçdefgğhxıijkqlmnoöprsştuüvyz", ["ა", "ა", "ბ", "ჯ", "ჩ", "დ", "ე", "ფ", "გ", "ღ", "ჰ", "ხ",
    "ი", "ი", "ჟ", "ქ",
        "გ", "ლ", "მ", "ნ", "ო", "ო", "პ", "რ", "ს", "შ", "თ", "უ", "უ", "ვ", "ი", "ზ"], strict=True)
)  # fmt: skip


def georgian(text: str, rng: random.Random) -> str:
    return _map(lower(text), _GEORGIAN)


_TWINS = dict(zip("AaEeOoCcPpXxyKMHTB", "АаЕеОоСсРрХхуКМНТВ", strict=True))


def look_alike(text: str, rng: random.Random) -> str:
    return "".join(_TWINS.get(c, c) if rng.random() < 0.5 else c for c in text)


def typo(word: str, rng: random.Random) -> str:
    if len(word) < 4:
        return word
    i = rng.randrange(len(word))
    kind = rng.randrange(4)
    letter = rng.choice("abdeghiklmnorstuvy")
    if kind == 0:
        return word[:i] + word[i + 1 :]
    if kind == 1:
        return word[:i] + letter + word[i:]
    if kind == 2:
        return word[:i] + letter + word[i + 1 :]
    i = min(i, len(word) - 2)
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def son_of(father: str, female: bool, rng: random.Random) -> str:
    marker = rng.choice(["qızı", "qizi", "kyzy", "gizi"] if female else ["oğlu", "oglu", "ogly", "oghlu"])
    return f"{father} {marker}"


def russian_father(father: str, female: bool, rng: random.Random) -> str:
    base = russian(father, rng)
    if base[-1] in "аеиыоуюя":
        base = base.rstrip("аеыоуюя") or base
        return base + ("евна" if female else "евич")
    return base + ("овна" if female else "ович")
