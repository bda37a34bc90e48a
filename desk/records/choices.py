"""The labels of every choice that the forms of cases and registers offer, by the choice's type."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, get_args

from desk.records.appeal import (
    APPEAL_FORMS,
    APPEAL_KINDS,
    APPLICANT_KINDS,
    REPLY_LANGUAGES,
    AppealForm,
    AppealKind,
    ApplicantKind,
    ReplyLanguage,
)
from desk.records.appeal_steps import CHANNELS, GROUNDS, MERITS, YES_NO, Channel, Ground, Merits, YesNo
from desk.records.base import Record
from desk.records.council import ACT_KINDS, COMPLAINANT_KINDS, ActKind, ComplainantKind
from desk.records.council_steps import DECISIONS, Decision
from desk.records.export import SHEET_KINDS, SheetKind
from desk.records.measure_words import DETAILS, KINDS, UNITS, Detail, MeasureKind, Unit

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    AppealKind: APPEAL_KINDS,
    AppealForm: APPEAL_FORMS,
    ApplicantKind: APPLICANT_KINDS,
    ReplyLanguage: REPLY_LANGUAGES,
    Ground: GROUNDS,
    Merits: MERITS,
    Channel: CHANNELS,
    YesNo: YES_NO,
    ComplainantKind: COMPLAINANT_KINDS,
    ActKind: ACT_KINDS,
    Decision: DECISIONS,
    SheetKind: SHEET_KINDS,
    MeasureKind: KINDS,
    Detail: DETAILS,
    Unit: UNITS,
}


def choice_of(form: type[Record]) -> dict[str, type[StrEnum]]:
    """The fields of a form that are choices, with the type of each."""
    found: dict[str, type[StrEnum]] = {}
    for name, info in form.model_fields.items():
        for kind in (info.annotation, *get_args(info.annotation)):
            if isinstance(kind, type) and kind in LABELS:
                found[name] = kind
    return found
