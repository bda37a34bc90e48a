"""How each field of a candidate relates to what was asked, in codes; the screen makes the sentences."""

from collections.abc import Sequence

from desk.db.restrictions.answer import Parts, Query, Relation, WordMatch
from desk.db.restrictions.row import RestrictionRow
from desk.names.birth import BirthRelation, parse_birth, relate
from desk.names.numbers import fold_number
from desk.names.similar import Likeness
from desk.names.words import Role, Word, parse

_OF_LIKENESS = {
    Likeness.SAME_SOUND: Relation.EQUAL_OTHER_SPELLING,
    Likeness.OTHER_SPELLING: Relation.EQUAL_OTHER_SPELLING,
    Likeness.OTHER_SCRIPT: Relation.EQUAL_OTHER_SPELLING,
    Likeness.KNOWN_VARIANT: Relation.EQUAL_OTHER_SPELLING,
    Likeness.CLOSE: Relation.CLOSE,
    Likeness.INITIAL: Relation.CLOSE,
}
_OF_BIRTH = {
    BirthRelation.EQUAL: Relation.EQUAL,
    BirthRelation.MISSING: Relation.MISSING,
    BirthRelation.DIFFERENT: Relation.DIFFERENT,
    BirthRelation.SAME_YEAR: Relation.DIFFERENT,
    BirthRelation.NEAR_YEAR: Relation.DIFFERENT,
}
_WORST_FIRST = (
    Relation.DIFFERENT,
    Relation.CLOSE,
    Relation.MISSING,
    Relation.EQUAL_OTHER_SPELLING,
    Relation.EQUAL,
)

PairedWords = Sequence[tuple[tuple[int, ...], int, Likeness]]  # places asked, place listed, likeness


def listed_words(row: RestrictionRow, place: int) -> tuple[str, list[Word]]:
    """Return the text and the words of one of the row's names, in the order in which the index holds them."""
    own = [(row.surname, Role.SURNAME), (row.given_names, Role.GIVEN), (row.patronymic, Role.PATRONYMIC)]
    names = [(" ".join(t for t, _ in own if t), [w for text, role in own if text for w in parse(text, role)])]
    names += [(text, parse(text)) for text in row.other_names if text]
    if not names[0][1] and len(names) > 1:
        names.pop(0)
    return names[min(place, len(names) - 1)]


def explain(
    query: Query, asked: Sequence[Word], row: RestrictionRow, place: int, paired: PairedWords
) -> Parts:
    """Return the parts of one candidate."""
    text, listed = listed_words(row, place)
    matches, fields = _words(asked, listed, paired)
    birth = relate(parse_birth(query.birth_date), parse_birth(row.birth_date))
    return Parts(
        surname=fields[Role.SURNAME],
        given=fields[Role.GIVEN],
        patronymic=fields[Role.PATRONYMIC],
        birth_date=_OF_BIRTH.get(birth, Relation.CLOSE),
        citizenship=_same(query.citizenship, row.citizenship or ""),
        document=_number(query.document, [document.number for document in row.documents]),
        fin=_number(query.fin, [row.fin] if row.fin else []),
        birth=birth,
        words=matches,
        matched_name=text,
    )


def _words(
    asked: Sequence[Word], listed: Sequence[Word], paired: PairedWords
) -> tuple[tuple[WordMatch, ...], dict[Role, Relation]]:
    """Return every word's match, and the worst relation of each role."""
    matches: list[WordMatch] = []
    relations: dict[Role, list[Relation]] = {role: [] for role in Role}
    used_asked: set[int] = set()
    used_listed: set[int] = set()
    for places, j, likeness in paired:
        if j >= len(listed):
            continue
        used_asked.update(places)
        used_listed.add(j)
        typed = " ".join(asked[i].text for i in places)
        same = likeness is Likeness.SAME_SOUND and typed == listed[j].text
        role = listed[j].role or asked[places[0]].role
        relations[role].append(Relation.EQUAL if same else _OF_LIKENESS[likeness])
        matches.append(WordMatch(typed, listed[j].text, likeness, role.name.lower()))
    left = [i for i in range(len(asked)) if i not in used_asked]
    for j, word in enumerate(listed):
        if j not in used_listed:
            relations[word.role].append(_unmatched(word.role, [asked[i].role for i in left]))
            matches.append(WordMatch(None, word.text, Likeness.DIFFERENT, word.role.name.lower()))
    matches += [WordMatch(asked[i].text, None, Likeness.DIFFERENT, asked[i].role.name.lower()) for i in left]
    if relations[Role.UNKNOWN]:
        for role in (Role.SURNAME, Role.GIVEN):
            relations[role] = relations[role] or relations[Role.UNKNOWN]
    return tuple(matches), {role: _worst(found) for role, found in relations.items()}


def _unmatched(role: Role, left: Sequence[Role]) -> Relation:
    """A listed word without an asked one differs when an asked word of its role is left too."""
    rivals = [other for other in left if other in (role, Role.UNKNOWN) or role is Role.UNKNOWN]
    return Relation.DIFFERENT if rivals else Relation.MISSING


def _worst(found: Sequence[Relation]) -> Relation:
    """Return the worst of the relations; a field whose words partly match and are partly missing is close."""
    if not found:
        return Relation.MISSING
    worst = min(found, key=_WORST_FIRST.index)
    partly = worst is Relation.MISSING and len(set(found)) > 1
    return Relation.CLOSE if partly else worst


def _same(asked: str, listed: str) -> Relation:
    """Compare two codes."""
    if not asked or not listed:
        return Relation.MISSING
    return Relation.EQUAL if state(asked) == state(listed) else Relation.DIFFERENT


_ONE_STATE = {"D": "DEU"} | dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GBR")
"""Codes of travel documents beside those of ISO 3166."""


def state(code: str) -> str:
    """Return a code that is the same for every code of one state."""
    return _ONE_STATE.get(code.upper(), code.upper())


def _number(asked: str, listed: Sequence[str]) -> Relation:
    """Compare a number with the listed ones."""
    folded = fold_number(asked)
    if not folded or not listed:
        return Relation.MISSING
    if asked in listed:
        return Relation.EQUAL
    return Relation.EQUAL_OTHER_SPELLING if folded in map(fold_number, listed) else Relation.DIFFERENT
