"""The one error of the lookup's input, as a code, so that the screen can make the sentence."""

from enum import StrEnum


class BadInput(StrEnum):
    """Why an input cannot be looked up."""

    EMPTY = "empty"
    NO_LETTERS = "no_letters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ONLY_PATRONYMIC = "only_patronymic"
    BIRTH_DATE = "birth_date"


class LookupInputError(ValueError):
    """The typed or scanned input cannot be looked up; `code` says why."""

    def __init__(self, code: BadInput) -> None:
        super().__init__(code.value)
        self.code = code
