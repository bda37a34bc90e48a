"""What clerks type in these tests."""

from typing import Any

from desk.records.appeal import AppealCard
from desk.records.appeal_steps import Answered, Assigned, Forwarded
from desk.records.council import ComplaintForm
from desk.records.council_steps import Decided

LEGAL_VOEN = "1401555071"
ASSIGNED = Assigned(executor="aysel")
FORWARDED = Forwarded(bodies=["Ədliyyə Nazirliyi"])
ANSWERED = Answered(merits="explained", summary="İzah edildi", complain_to="Məhkəmə, 30 gün")


def card(**changed: Any) -> AppealCard:
    """An appeal that passes validation."""
    values: dict[str, Any] = {
        "kind": "complaint",
        "manner": "written",
        "applicant_kind": "person",
        "applicant": "Nümunəvi Şəxs",
        "address": "Gəncə",
        "summary": "Qeydiyyatın rədd edilməsi",
    }
    return AppealCard.model_validate(values | changed)


def complaint(**changed: Any) -> ComplaintForm:
    """A complaint that passes validation."""
    values: dict[str, Any] = {
        "kind": "legal_person",
        "complainant": "Nümunə MMC",
        "voen": LEGAL_VOEN,
        "address": "Bakı",
        "act": "decision",
        "unit": "Gəncə regional idarəsi",
        "summary": "İş icazəsinin verilməməsi",
        "demand": "Qərarın ləğvi",
    }
    return ComplaintForm.model_validate(values | changed)


def decided(**changed: Any) -> Decided:
    """The minutes of a session of nine with five votes for."""
    values: dict[str, Any] = {
        "members": 9,
        "present": 7,
        "for_it": 5,
        "against": 2,
        "chair_for": "yes",
        "decision": "part",
        "reasons": "Əsaslandırılmışdır",
        "minutes": "1/2018",
    }
    return Decided.model_validate(values | changed)
