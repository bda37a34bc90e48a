"""What central found wrong with a desk's log, in words for who supervises it."""

from desk.lang import N_, _

KINDS = {
    "fork": N_("Two histories go on under this desk's name: a copy of its file is in use somewhere."),
    "chain": N_("A change does not follow the one before it: the log was written anew, or a part is gone."),
    "rollback": N_("The log has become shorter: an older copy of the desk's file was put in its place."),
    "gap": N_("Changes are missing in the middle of the log, though nothing waits to be sent."),
    "head_signature": N_("The state of the log was not signed with this desk's key."),
    "change_reused": N_("Another record was sent under an identifier that was used before."),
    "incarnation_foreign": N_("This desk sent something as if another desk had written it."),
    "log_edited": N_("The desk found a change in its own file whose text was altered after it was written."),
    "log_broken": N_("The desk found that changes in its own file are missing or out of their order."),
    "log_cut": N_("The desk found its own log shorter than central had confirmed it."),
    "slots_opened": N_("Headquarters let somebody in at this desk without a password of theirs."),
    "countersign": N_("What should be central's signature of the log is not central's."),
}


def words(kind: str) -> str:
    """The sentence of an alarm in the language in use."""
    return _(KINDS[kind]) if kind in KINDS else _("Not accepted ({code}).").format(code=kind)
