"""One list opened for looking up: exact numbers first, then the name in any spelling."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from desk.db.restrictions import codec, store
from desk.db.restrictions.answer import MOST_SHOWN, Answer, Candidate, Found, Query
from desk.db.restrictions.ask import Asked, prepare, with_initials
from desk.db.restrictions.certain import certain, numbered
from desk.db.restrictions.errors import ListCorruptError
from desk.db.restrictions.explain import PairedWords, explain, state
from desk.db.restrictions.faint import faint_likeness
from desk.db.restrictions.fetch import Name, fetch, names_of
from desk.db.restrictions.free_text import understood
from desk.db.restrictions.row import RestrictionRow
from desk.db.restrictions.scored import Scored, crowded, fits
from desk.db.restrictions.store import ALIAS_BITS, RID_MASK, Connection
from desk.db.restrictions.vocabulary import Vocabulary
from desk.names.align import ListedWord, align
from desk.names.birth import Birth, parse_birth
from desk.names.errors import BadInput, LookupInputError
from desk.names.features import Dates, features
from desk.names.numbers import fold_number
from desk.names.score import points, probability
from desk.names.words import Role, Word, person

_COLUMNS = (
    "id, birth, sex, citizenship, first_day, last_day, terms, surname, given_names, patronymic, fin,"
    " documents, extra"
)
_ROW = f"SELECT {_COLUMNS} FROM restriction WHERE rid = ?"  # noqa: S608 - a constant
_EXACT = "SELECT rid FROM exact WHERE hash = ?"
_IN_FORCE = "SELECT 1 FROM restriction WHERE rid = ? AND first_day <= ? AND last_day >= ?"
_EXACT_SCORE = 1.0
STRONG_ABOVE = 3.0  # points, and as many above the threshold, below which no name is called found
_NO_POINTS = -30.0


class Known(StrEnum):
    """How much of the birth date a question has; each has a threshold of its own."""

    DATE = "date"
    YEAR = "year"
    NOTHING = "nothing"

    @classmethod
    def of(cls, birth: Birth | None) -> "Known":
        """Tell how much of a date is known."""
        return cls.NOTHING if birth is None else cls.DATE if birth.day else cls.YEAR


class RestrictionList:
    """A list's file, opened with a connection of its own so that a lookup waits for nobody's writes."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.about = store.read_about(connection)
        if not self.about.get("loaded") or int(self.about.get("format", 0)) != store.FORMAT:
            raise ListCorruptError("the file is not a finished list")
        self.rows = int(self.about["count"])
        self.vocabulary = Vocabulary.load(connection, self.rows)
        self._seen = self._data_version()

    @classmethod
    def open(cls, path: Path, key: bytes) -> "RestrictionList":
        """Open a built list; raises ListCorruptError when it is none or of another key."""
        if not path.exists():
            raise ListCorruptError("there is no list")
        connection = store.connect(path, key)
        try:
            return cls(connection)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @property
    def version(self) -> int:
        """Return the list's version."""
        return int(self.about["version"])

    @property
    def thresholds(self) -> dict[Known, float]:
        """Return the points from which a record is shown, by what is known of the birth date."""
        return {known: float(self.about.get(f"possible_{known.value}", 0.0)) for known in Known}

    def find(self, query: Query, *, today: date) -> Found:
        """Answer a query as of a day of Asia/Baku; raises LookupInputError for what cannot be looked up."""
        self._refresh()
        query = understood(query)
        day = codec.day_number(today, 0)
        birth = parse_birth(query.birth_date)
        exact = self._by_number(query, day)
        scored: list[Scored] = []
        asked: Asked | None = None
        words = self._words(query, bool(exact))
        if words:
            asked, scored = self._by_name(words, query, birth, day, exact)
        return self._answer(query, today, exact, asked, scored, bool(query.birth_date and birth is None))

    def _words(self, query: Query, found: bool) -> Sequence[Word]:
        """Read the name; a bad one does not hide a number that was found or asked alone."""
        try:
            return person(query.surname, query.given, query.patronymic, query.name)
        except LookupInputError as error:
            numbered = bool(fold_number(query.document) or fold_number(query.fin))
            if found or (numbered and error.code is BadInput.EMPTY):
                return ()
            raise

    def _by_number(self, query: Query, day: int) -> list[int]:
        """Return the rows in force with the document or the FIN."""
        found: list[int] = []
        for kind, number in (("doc", query.document), ("fin", query.fin)):
            folded = fold_number(number)
            if not folded:
                continue
            for (rid,) in self.connection.execute(_EXACT, (codec.hash32(kind, folded),)).fetchall():
                if rid not in found and self._has(rid, kind, folded, day):
                    found.append(rid)
        return found

    def _has(self, rid: int, kind: str, folded: str, day: int) -> bool:
        """Tell whether the row itself has the number and is in force."""
        if not self.connection.execute(_IN_FORCE, (rid, day, day)).fetchone():
            return False
        row = self.row(rid)
        numbers = [document.number for document in row.documents] if kind == "doc" else [row.fin or ""]
        return folded in map(fold_number, numbers)

    def rid_from(self, rid: int) -> int:
        """Return the first row's number from this one on, or the last one's; changes leave gaps."""
        after = self.connection.execute(
            "SELECT rid FROM restriction WHERE rid >= ? LIMIT 1", (rid,)
        ).fetchone()
        last = self.connection.execute("SELECT max(rid) FROM restriction").fetchone()
        return int((after or last)[0])

    def row(self, rid: int) -> RestrictionRow:
        """Return one whole row."""
        stored = self.connection.execute(_ROW, (rid,)).fetchone()
        numbers = [number for number in stored[6:10] if number is not None]
        marks = ",".join("?" * len(numbers))
        sql = f"SELECT pid, text FROM phrase WHERE pid IN ({marks})"  # noqa: S608 - question marks only
        return codec.restore(stored, dict(self.connection.execute(sql, numbers).fetchall()))

    def _by_name(
        self, words: Sequence[Word], query: Query, birth: Birth | None, day: int, exact: Sequence[int] = ()
    ) -> tuple[Asked, list[Scored]]:
        """Return the candidates by name, best first, one for each row; those by number are compared too."""
        asked = prepare(words, self.vocabulary)
        near, fresh = asked.near_sets(), asked.fresh_sets()
        names = fetch(self.connection, self.vocabulary, near, fresh, birth, day, asked.initials())
        met = {name.nid & RID_MASK for name in names}
        names += [name for rid in exact if rid not in met for name in names_of(self.connection, rid)]
        asked = with_initials(asked, self.vocabulary, {number for name in names for number, _ in name.tokens})
        best: dict[int, Scored] = {}
        for name in names:
            scored = self._score(asked, name, query, birth)
            rid = name.nid & RID_MASK
            if scored and (rid not in best or scored.points > best[rid].points):
                best[rid] = scored
        return asked, crowded(list(best.values()), birth)

    def best_points(self, query: Query, birth: Birth | None) -> float:
        """Return the points of the best candidate by name on the list's own day, very few without one."""
        words = person(query.surname, query.given, query.patronymic, query.name)
        day = codec.day_number(date.fromisoformat(self.about["as_of"][:10]), 0)
        scored = self._by_name(words, query, birth, day)[1]
        return scored[0].points if scored else _NO_POINTS

    def _score(self, asked: Asked, name: Name, query: Query, birth: Birth | None) -> Scored | None:
        """Score one name by the best division of the asked one; None when no word is like one of it."""
        weigh = self.vocabulary.rarity
        listed = [ListedWord(number, Role(role), weigh(number)) for number, role in name.tokens]
        dates = Dates.of(birth, name.born)
        citizenship = _agree(query.citizenship, name.citizenship)
        sex = _agree(query.sex, name.sex)
        best: Scored | None = None
        for place, division in enumerate(asked.divisions):
            if division.fresh and not any(
                number in near for near in division.fresh for number, _ in name.tokens
            ):
                continue
            alignment = align(division.words, listed)
            if not alignment.pairs:
                continue
            faint = faint_likeness(asked.words, division, alignment, self.vocabulary) if dates.agree else None
            found = features(alignment, self.vocabulary.log_rows, dates, citizenship, sex, faint)
            total = points(found)
            if best is None or total > best.points:
                best = Scored(total, name, alignment, place, found)
        return best

    def _answer(
        self,
        query: Query,
        today: date,
        exact: list[int],
        asked: Asked | None,
        scored: list[Scored],
        unread: bool,
    ) -> Found:
        """Choose what is shown and what it is called, the found before the possible.

        Where records fit that the threshold holds back, it is not said that there are none.
        """
        birth = parse_birth(query.birth_date)
        possible = self.thresholds[Known.of(birth)]
        by_rid = {each.name.nid & RID_MASK: each for each in scored}
        shown = [self._candidate(query, asked, rid, by_rid.get(rid), possible) for rid in exact[:MOST_SHOWN]]
        for each in scored:
            rid = each.name.nid & RID_MASK
            if each.points < possible or len(shown) == MOST_SHOWN:
                break
            if rid not in exact:
                shown.append(self._candidate(query, asked, rid, each, possible))
        shown.sort(key=lambda candidate: not candidate.strong)
        if shown:
            answer = Answer.FOUND if shown[0].strong else Answer.POSSIBLE
        else:
            answer = Answer.TOO_LITTLE if any(fits(each, birth) for each in scored) else Answer.NONE
        return Found(answer, tuple(shown), self.version, self.about["as_of"], today, unread)

    def _candidate(
        self, query: Query, asked: Asked | None, rid: int, scored: Scored | None, possible: float
    ) -> Candidate:
        """Return one candidate with its explanation; its score is 0.5 at the list's threshold."""
        row = self.row(rid)
        paired: PairedWords = ()
        place = 0
        if asked and scored:
            place = scored.name.nid >> ALIAS_BITS
            sources = asked.divisions[scored.division].sources
            paired = [(sources[pair.asked], pair.listed, pair.likeness) for pair in scored.alignment.pairs]
        parts = explain(query, asked.words if asked else (), row, place, paired)
        strong = certain(parts)
        if numbered(parts):
            return Candidate(row, _EXACT_SCORE, strong, parts)
        total = scored.points if scored else _NO_POINTS
        strong = strong and total >= max(possible, 0.0) + STRONG_ABOVE
        return Candidate(row, probability(total - possible), strong, parts)

    def _data_version(self) -> Any:  # noqa: ANN401 - an opaque number
        """Return what changes when another connection writes."""
        return self.connection.execute("PRAGMA data_version").fetchone()[0]

    def _refresh(self) -> None:
        """Read the words that changes brought since the last lookup."""
        seen = self._data_version()
        if seen != self._seen:
            self._seen = seen
            self.about = store.read_about(self.connection)
            self.rows = int(self.about["count"])
            self.vocabulary.extend(self.rows)


def _agree(asked: str, listed: str | None) -> int:
    """Return 1 equal, -1 different, 0 when either is missing."""
    if not asked or not listed:
        return 0
    return 1 if state(asked) == state(listed) else -1
