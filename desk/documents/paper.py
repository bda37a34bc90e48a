"""What every paper is: a template, the number it is about, and its data in a language."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

Data = dict[str, object]


@dataclass(frozen=True)
class Paper:
    """A paper that can be made; `data` gives plain text for the template `<template>.typ` in a language."""

    template: str
    number: str
    """What the paper is about, as the log names it: a printed number, a ticket's label, a day."""
    data: Callable[[str], Data]
    citizenship: str = ""
    """Of who gets it: their likely language is offered first."""


def qr(text: str) -> str:
    """The QR code of a text as SVG."""
    import segno

    drawn = BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def split_number(number: str) -> Data:
    """A printed number for a template: without its check character, that character, and as a QR code."""
    return {"number": number, "stem": number[:-1], "check": number[-1:], "qr": qr(number)}
