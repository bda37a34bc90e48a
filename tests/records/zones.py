"""The specimens of ICAO Doc 9303 parts 4 to 6, and zones made by its rules."""

from desk.records.mrz import check_digit as digit

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
SPECIMENS = {"TD3": TD3, "TD1": TD1, "TD2": TD2}
LONG_TD1 = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
LONG_TD2 = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8"


def td3(
    *,
    names: str = "ERIKSSON<<ANNA<MARIA",
    number: str = "L898902C3",
    issuer: str = "UTO",
    citizenship: str = "UTO",
    birth: str = "740812",
    sex: str = "F",
    expires: str = "350415",
    optional: str = "",
    personal_digit: str | None = None,
) -> str:
    """A passport's two lines with fitting check digits."""
    number, optional = number.ljust(9, "<"), optional.ljust(14, "<")
    personal = optional + (personal_digit or digit(optional))
    front, middle = number + digit(number), birth + digit(birth)
    back = expires + digit(expires) + personal
    end = digit(front + middle + back)
    first = f"P<{issuer.ljust(3, '<')}{names.ljust(39, '<')}"
    return f"{first}\n{front}{citizenship.ljust(3, '<')}{middle}{sex}{back}{end}"


def td1(
    *,
    code: str = "I<",
    number: str = "D23145890",
    issuer: str = "UTO",
    citizenship: str = "UTO",
    optional: str = "",
    optional_2: str = "",
) -> str:
    """A card's three lines with fitting check digits."""
    number = number.ljust(9, "<")
    front = number + digit(number) + optional.ljust(15, "<")
    birth, expires, last = "7408122", "3504151", optional_2.ljust(11, "<")
    expires = expires[:6] + digit(expires[:6])
    end = digit(front + birth + expires + last)
    second = f"{birth}F{expires}{citizenship.ljust(3, '<')}{last}{end}"
    return f"{code}{issuer.ljust(3, '<')}{front}\n{second}\n{'ERIKSSON<<ANNA<MARIA'.ljust(30, '<')}"
