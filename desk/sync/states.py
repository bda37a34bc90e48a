"""Why there is no line to central, in a sentence with what the clerk or the administrator does next."""

from desk.lang import N_, _

SENTENCES = {
    "no_address": N_("This desk was not told where central is. Ask the administrator for its address."),
    "insecure_address": N_("The address of central is not a safe one (https). Call the administrator."),
    "unreachable": N_("Central cannot be reached. Work on: everything is kept and sent later."),
    "too_slow": N_("Central does not answer in time. Work on: everything is kept and sent later."),
    "connection_cut": N_("The connection broke off. Work on: everything is kept and sent later."),
    "tls_failed": N_("The certificate of central is not trusted. Work on; call the administrator."),
    "portal": N_("The network shows a page of its own instead of central. Sign in to the network first."),
    "redirected": N_("The network leads to another address, which is not followed. Call the administrator."),
    "nonsense": N_("What answers is not central, or another version of it. Call the administrator."),
    "oversized": N_("The answer is larger than central ever sends; it was dropped. Call the administrator."),
    "central_busy": N_("Central is busy and asks to wait. Everything is kept and sent later."),
    "central_fault": N_("Central has a fault of its own. Work on: everything is kept and sent later."),
    "no_progress": N_("Central could not take the next change yet. It is sent again later."),
    "desk_unknown": N_("Central does not accept this desk. Work on; call the administrator."),
    "message_refused": N_("Central did not accept the message. Work on; call the administrator."),
    "file_older": N_("The desk's file is an old copy: central holds later changes. Call the administrator."),
    "internal_fault": N_("Synchronisation stumbled over a fault of the program; it tries again."),
    "code_refused": N_("The enrolment code is wrong, used or expired. Ask the administrator for another."),
}
"""Codes of `SyncStatus.reason` and of the outcomes of desk.sync.outcomes."""


def _store_sentence(code: str) -> str | None:
    from desk.usecases import refusals  # it brings the database library along

    return refusals.SENTENCES.get(code)


def reason_text(code: str) -> str:
    """The sentence for a reason in the language in use, the store's own refusals included; "" for none."""
    if not code:
        return ""
    template = SENTENCES.get(code) or _store_sentence(code)
    if template is None:
        return _("No line to central ({code}).").format(code=code)
    return _(template)
