"""How a contact with central can fail: four kinds, each with a code of desk.sync.states."""


class ContactFailed(Exception):
    """Central did not do what was asked; what is unsent stays unsent."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


class Unreachable(ContactFailed):
    """No answer came, or not all of it."""


class Nonsense(ContactFailed):
    """An answer came that central would not give."""


class Busy(ContactFailed):
    """Central answered that it cannot now; `retry_after` is its wish in seconds, 0 for none."""

    def __init__(self, code: str, retry_after: float = 0.0, detail: str = "") -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after


class Refused(ContactFailed):
    """Central understood and said no; `status` is the HTTP status, `detail` central's own code."""

    def __init__(self, code: str, status: int = 0, detail: str = "", moment: str = "") -> None:
        super().__init__(code, detail)
        self.status = status
        self.moment = moment
        """Central's time, where it refused because of the desk's clock."""


class EpochChanged(ContactFailed):
    """Central became another in the middle: the session starts again with a hello."""
