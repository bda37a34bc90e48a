"""The labels of every choice that the forms of cases offer, by the choice's type."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

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
from desk.records.council import ACT_KINDS, COMPLAINANT_KINDS, ActKind, ComplainantKind
from desk.records.council_steps import DECISIONS, Decision
from desk.records.export import SHEET_KINDS, SheetKind

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
}
