"""The sample reference data: valid on the wire, the same again, and true to the tables of law."""

import re
from datetime import date, timedelta
from itertools import pairwise

from central.sample import RESTRICTIONS, records
from central.sample.catalogue import clerks, offices, plans, procedures
from central.sample.restrictions import listed_person, restriction, restrictions
from desk.records.base import canonical
from desk.records.kinds import REFERENCES
from desk.records.reference import Role
from desk.records.restriction import RestrictionKind
from desk.rules.deadlines import add_months
from desk.rules.fees import fees
from desk.rules.grounds import ground
from desk.rules.reader import rule, rules

EVERY = list(records(5))
LIST = list(restrictions(5, RESTRICTIONS))


def _is_cyrillic(text: str) -> bool:
    return bool(re.search("[а-яА-Я]", text))


def test_same_seed_gives_the_same_records_and_another_seed_others() -> None:
    assert list(records(5)) == EVERY
    assert {stream for _kind, stream, _record in records(6)} != {stream for _kind, stream, _record in EVERY}


def test_every_record_is_of_its_kind_and_survives_the_wire() -> None:
    for kind, _stream, record in EVERY:
        assert type(record) is REFERENCES[kind]
        assert type(record).model_validate_json(canonical(record)) == record
    assert {kind for kind, _stream, _record in EVERY} == REFERENCES.keys()


def test_only_an_office_that_changed_has_its_stream_twice() -> None:
    streams = [stream for _kind, stream, _record in EVERY]
    assert {stream for stream in streams if streams.count(stream) > 1} == {"office:BAK"}


def test_eight_departments_and_the_change_of_baku_without_a_gap() -> None:
    assert {office.code for office in offices()} == {"BAK", "SIR", "SEK", "GNC", "LNK", "XAC", "AGS", "YEV"}
    before, after = (office for office in offices() if office.code == "BAK")
    assert before.valid_until == after.valid_from - timedelta(1) == date(2022, 3, 16)
    assert "Baş İdarəsi" in after.names["az"]


def test_every_role_is_held_and_every_office_has_a_supervisor_and_clerks() -> None:
    staff = list(clerks(5))
    assert {role for clerk in staff for role in clerk.roles} == set(Role)
    assert len({clerk.name for clerk in staff}) == len(staff)
    for office in {office.code for office in offices()}:
        held = [clerk.roles for clerk in staff if clerk.office == office and clerk.active]
        assert sum(Role.clerk in roles for roles in held) >= 2
        assert sum(Role.supervisor in roles for roles in held) == 1


def test_each_text_is_in_three_languages_and_what_is_printed_in_arabic_too() -> None:
    printed = [text for each in procedures() for text in (each.names, each.applicants, *each.documents)]
    printed += [office.names for office in offices()]
    for text in printed + [clause.headings for plan in plans() for clause in plan.clauses]:
        assert text.keys() - {"ar"} == {"az", "ru", "en"}
        assert text not in printed or any("\u0600" <= letter <= "\u06ff" for letter in text["ar"])
        assert _is_cyrillic(text["ru"])
        assert not _is_cyrillic(text["az"] + text["en"])


def test_names_of_procedures_are_unlike_in_every_language() -> None:
    every = list(procedures())
    for language in ("az", "ru", "en", "ar"):
        assert len({each.names[language] for each in every}) == len(every)


def test_procedures_name_rules_and_fee_tables_that_exist() -> None:
    tables = {fee.table for fee in fees()}
    speeds = {(fee.table, fee.speed) for fee in fees() if fee.speed}
    for each in procedures():
        assert {*each.decide_rules, *([each.apply_rule] if each.apply_rule else [])} <= rules().keys()
        assert not each.fee_table or each.fee_table in tables
        assert {speed for table, speed in speeds if table == each.fee_table} <= set(each.decide_rules)


def test_only_what_was_read_in_an_official_text_is_verified() -> None:
    assert [each.code for each in procedures() if each.verified] == ["stay_registration"]


def test_longer_list_begins_with_the_shorter_one() -> None:
    assert list(restrictions(5, 10)) == LIST[:10]
    assert restriction(5, 299) == LIST[299]


def test_identifiers_are_unique_and_sorted_as_the_rows() -> None:
    assert all(one.id < next_one.id for one, next_one in pairwise(LIST))


def test_row_is_about_the_person_who_would_come() -> None:
    for n, row in enumerate(LIST):
        listed = listed_person(5, n)
        assert row.surname in (listed.surname, listed.latin_surname)
        assert listed.born.isoformat().startswith(row.birth_date)
        assert row.fin == listed.fin
        assert not row.documents or row.documents[0].number == listed.document_number


def test_citizens_are_never_barred_from_entry() -> None:
    assert all(row.kind is RestrictionKind.exit for row in LIST if row.citizenship == "AZE")
    assert {row.kind for row in LIST} == set(RestrictionKind)
    assert all(ground(row.ground_code).kind == row.kind for row in LIST)


def test_end_follows_from_the_version_of_the_law_of_its_day() -> None:
    for row in LIST:
        assert row.rule_version == rule(ground(row.ground_code).rule, on=row.valid_from).version
        ends = (row.valid_until is not None, bool(row.until_event))
        if row.ground_code in ("16.1.6", "16.1.7") or row.rule_version == "ban.16.1.8@2013-08-01":
            assert row.valid_until == add_months(row.valid_from, 60)
        elif row.ground_code in ("16.1.1", "16.1.2", "16.1.3", "16.1.5"):
            assert ends == (False, False)
        else:
            assert ends == (row.ground_code == "16.1.4", row.ground_code != "16.1.4")
        assert row.lifted_at is None or (row.lifted_at > row.valid_from and row.until_event)


def test_list_has_partial_birth_dates_rows_without_documents_and_names_in_other_scripts() -> None:
    assert {len(row.birth_date) for row in restrictions(5, 600)} == {4, 7, 10}
    assert any(not row.documents for row in LIST)
    assert any(re.search("[\u0600-\u06ff]", " ".join(row.other_names)) for row in LIST)
    assert len({row.citizenship for row in LIST}) >= 13
