"""Tickets and receipts on the roll of an ESC/POS printer, as pictures: no code page has both ə and ы.

Needs the extra `escpos`. The printer is a device file (`/dev/usb/lp0`) or `host:port` in the network.
"""

from io import BytesIO
from typing import Protocol

WIDTH = 576
"""Dots of an 80 mm roll."""
PATIENCE = 10
"""Seconds to wait for a printer in the network."""


class Printer(Protocol):
    """What is used of a printer of python-escpos."""

    def image(self, img_source: object) -> None:
        """Print a picture."""

    def cut(self) -> None:
        """Cut the paper."""

    def close(self) -> None:
        """Let the device go."""


def printer_of(place: str) -> Printer:
    """The printer at a place of the settings; raises ImportError without the extra, OSError, ValueError."""
    from escpos.printer import File, Network

    host, colon, port = place.rpartition(":")
    if colon and port.isdigit():
        network: Printer = Network(host, int(port), timeout=PATIENCE)
        return network
    file: Printer = File(place)
    return file


def put_picture(printer: Printer, pages: list[bytes]) -> None:
    """Print pages one under another, no wider than the roll, and cut."""
    from PIL import Image

    for page in pages:
        with Image.open(BytesIO(page)) as drawn:
            narrow = drawn.convert("L")
        if narrow.width > WIDTH:
            narrow = narrow.resize((WIDTH, round(narrow.height * WIDTH / narrow.width)))
        printer.image(narrow.point(lambda light: 255 * (light > 140)).convert("1"))
    printer.cut()


def send_picture(place: str, pages: list[bytes]) -> bool:
    """Give pages to the printer at a place; False where it does not take them or the extra is not there."""
    try:
        from escpos.exceptions import Error
    except ImportError:
        return False
    try:
        printer = printer_of(place)
        try:
            put_picture(printer, pages)
        finally:
            printer.close()
    except (Error, OSError, ValueError):
        return False
    return True
