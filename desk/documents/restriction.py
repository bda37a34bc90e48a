"""What stands on the printed answer of a lookup, as plain text for its template."""

from dataclasses import dataclass
from datetime import date

from desk.documents.words import text_in
from desk.lang import day, day_and_clock
from desk.records.lookup import LookupMade
from desk.records.reference import Office
from desk.rules.errors import GroundUnknown
from desk.rules.grounds import ground
from desk.rules.purposes import purpose_names

TEMPLATE = "restriction"


@dataclass(frozen=True)
class Record:
    """A record that was shown: as much of it as the clerk saw."""

    name: str
    kind: str
    ground_code: str
    issuing_body: str
    since: date | None
    until: date | None
    until_event: str
    birth: str
    strength: str
    unlike: tuple[str, ...]

    def told(self, language: str) -> dict[str, object]:
        """The record in a language; an unknown ground is its code."""
        try:
            basis = f"{self.ground_code} {text_in(ground(self.ground_code).names, language)}"
        except GroundUnknown:
            basis = self.ground_code
        return {
            "name": self.name,
            "kind": self.kind,
            "ground": basis,
            "body": self.issuing_body,
            "since": day(self.since) if self.since else "",
            "until": day(self.until) if self.until else self.until_event,
            "birth": self.birth,
            "strength": self.strength,
            "unlike": list(self.unlike),
        }


def lookup_answer(
    made: LookupMade, asked: str, records: list[Record], office: Office | None, remark: str, *, language: str
) -> dict[str, object]:
    """The data of the paper; `asked` is the question in one line, `remark` the code of what limits it."""
    return {
        "lookup": str(made.id),
        "answer": made.answer.value,
        "as_of": day_and_clock(made.list_as_of) if made.list_as_of else "",
        "version": str(made.list_version or ""),
        "remark": remark,
        "asked": asked,
        "purpose": text_in(purpose_names(made.purpose), language) or made.purpose,
        "case_number": made.case_number,
        "records": [record.told(language) for record in records],
        "office": text_in(office.names, language) if office else made.office,
        "desk": made.desk,
        "clerk": made.clerk_name,
        "at": day_and_clock(made.at),
    }
