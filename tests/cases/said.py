"""What is said with each step of a case."""

from typing import Any

VOTES = {
    "members": 9,
    "present": 7,
    "for_it": 5,
    "against": 2,
    "chair_for": "yes",
    "decision": "full",
    "reasons": "r",
    "minutes": "1",
}
SAID: dict[str, dict[str, Any]] = {
    "assigned": {"executor": "aysel"},
    "study_begun": {"reason": "r"},
    "extended": {"days": 10, "reason": "r"},
    "answered_orally": {"agreed": "yes", "merits": "explained", "summary": "s", "complain_to": "c"},
    "forwarded": {"bodies": ["A"]},
    "copy_sent": {"bodies": ["B"]},
    "left_unconsidered": {"ground": "withdrawn", "reason": "r"},
    "merged": {"into": "A-26-GNC2-000002-Q"},
    "answered": {"merits": "satisfied", "summary": "s", "complain_to": "c"},
    "applicant_told": {"channel": "letter"},
    "closed": {"filed_to": "f"},
    "reopened": {"reason": "r"},
    "act_drawn_up": {"text": "t"},
    "noted": {"text": "t"},
    "settled": {"text": "t"},
}
COUNCIL_SAID: dict[str, dict[str, Any]] = {
    "out_of_remit": {"reason": "r", "forward_to": "A"},
    "not_first_considered": {"reason": "r"},
    "put_on_agenda": {"session_on": "2026-12-01"},
    "conflict_declared": {"member": "m", "reason": "r"},
    "postponed": {"reason": "r"},
    "extended": {"reason": "r"},
    "decided": VOTES,
    "complainant_told": {"channel": "letter"},
    "sent_to_body": {"body": "A"},
    "executed": {"text": "t"},
    "closed": {"filed_to": "f"},
    "noted": {"text": "t"},
    "settled": {"text": "t"},
}
