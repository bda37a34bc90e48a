"""Why the desk cannot do a thing, in a sentence with what the clerk does next."""

from desk.db.file import StoreRefused
from desk.db.store import StoreFailed
from desk.documents.render import PaperFailed
from desk.lang import N_, _, ngettext
from desk.records.system_errors import system_reason

SENTENCES = {
    "store_missing": N_(
        "This computer is not set up as a desk. Ask the administrator for an enrolment code."
    ),
    "store_exists": N_(
        "This computer is set up as a desk already. To set it up anew, call the administrator."
    ),
    "file_older": N_(
        "The desk's file is an old copy, and new numbers could be printed twice. Call the administrator."
    ),
    "saves_lost": N_(
        "The desk's file lacks {n} saves that the sealed copy has, so numbers could be printed twice. "
        "Call the administrator: `desk rescue` takes them out, and the desk needs a new code."
    ),
    "restore_foreign": N_("This is not a backup of a desk."),
    "restore_cut": N_("The backup is not whole: it was cut or altered. Take another one."),
    "restore_newer": N_("The desk's file here is not older than the backup, so it is left in its place."),
    "restore_other_desk": N_("The folder belongs to another desk than the backup. Nothing was changed."),
    "backup_unsound": N_("The backup could not be made whole; the desk itself is as it was."),
    "frozen": N_(
        "Headquarters has stopped new business at this desk. Delivery goes on; call the administrator."
    ),
    "wiped": N_("Headquarters has had this desk wiped. Nothing is left here; call the administrator."),
    "store_empty": N_(
        "The desk's file is empty: it was cut or replaced. Call the administrator; do not enrol again."
    ),
    "store_in_use": N_("The desk is already open on this computer (process {process}). Use that window."),
    "store_key": N_("The desk's file does not open with this key. Call the administrator."),
    "store_foreign": N_("The file is not a desk's. Call the administrator."),
    "store_damaged": N_("The desk's file is damaged. Nothing more is written; call the administrator."),
    "store_old_sqlite": N_("The database library is too old ({version}). Reinstall the program."),
    "store_newer": N_("The desk's file was written by a newer program (version {version}). Update this one."),
    "backup_failed": N_("The backup before the update could not be made, so nothing was changed."),
    "migration_failed": N_("The update of the desk's file failed (step {version}); it is as it was before."),
    "disk_full": N_("The disk is full: nothing was saved. Free some space, then save again."),
    "disk_read_only": N_("The disk cannot be written: nothing was saved. Call the administrator."),
    "disk_error": N_(
        "The disk failed: nothing was saved. What you typed stays here; call the administrator."
    ),
    "folder_missing": N_("There is no folder {path}. Make it first, or name another one."),
    "password_wrong": N_("The password does not fit this name."),
    "password_missing": N_("A password is needed: type it, or give it as a line of the standard input."),
    "password_given": N_("This password was given to you: open the desk and choose one of your own first."),
    "access_expired": N_("Your access has expired. It is renewed when there is a line to central."),
    "access_revoked": N_(
        "Central has taken your access to this desk away. What you wrote is kept and delivered."
    ),
    "slots_missing": N_(
        "This computer is not set up as a desk. Ask the administrator for an enrolment code."
    ),
    "keys_missing": N_(
        "The file of keys (slots.json) is gone. First take out what is unsent: `desk rescue --without-key "
        "FOLDER`; then `desk restore` a backup, or enrol anew. Call the administrator."
    ),
    "people_missing": N_(
        "The file of names (people.json) is gone. The administrator lets one of you in: "
        "`desk admit ID --slots FILE`."
    ),
    "slots_damaged": N_(
        "The file of keys (slots.json) is damaged. First take out what is unsent: `desk rescue --without-key "
        "FOLDER`; with slots.json of a backup central lets you in: `desk admit ID --slots FILE`."
    ),
    "lent_used": N_("This file from central has let somebody in already. Ask headquarters for another one."),
    "lent_foreign": N_("This is not a file that `central let-in` wrote."),
    "other_desk": N_("The file of keys belongs to another desk. Call the administrator."),
    "wait": N_("Too many wrong passwords: wait {seconds} s."),
    "erase_unsent": N_("Central has not all of this record yet: it can be erased once it was delivered."),
    "role_needed": N_("This needs the role: {roles}."),
    "payment_uncounted": N_("Not saved: an amount was noted, but not how it was paid. F6 leads to it."),
    "locked": N_(
        "Too many wrong passwords: a supervisor (`desk admit`) or central (`central let-in`) must let you in."
    ),
}


SPOOL = {
    "spool_full": N_("Saved. The disk is full, so the sealed safety copy could not be written."),
    "spool_read_only": N_("Saved. The sealed safety copy could not be written: its folder is read-only."),
    "spool_failed": N_("Saved. The sealed safety copy could not be written: call the administrator."),
}


def spool_text(code: str) -> str:
    """What is said beside “saved” when the second copy is missing."""
    return _(SPOOL.get(code, SPOOL["spool_failed"]))


def lost_text(n: int) -> str:
    """What is said when the sealed copy holds saves that the desk's file lacks."""
    return ngettext(
        "The desk's file lacks {n} save that the sealed copy has. Call the administrator; delete nothing.",
        "The desk's file lacks {n} saves that the sealed copy has. Call the administrator; delete nothing.",
        n,
    ).format(n=n)


def refusal_text(error: StoreRefused | StoreFailed | PaperFailed | OSError) -> str:
    """The sentence for a refusal, of the system or of a template too, in the language in use."""
    if isinstance(error, PaperFailed):
        return _("The template of this paper has a mistake: {text}").format(text=error)
    if isinstance(error, OSError):
        return _("The file or the disk refused: {reason}.").format(reason=system_reason(error))
    context = getattr(error, "context", {})
    return _(SENTENCES[error.code]).format_map(
        {"process": "?", "path": "", "version": "", "seconds": "", "roles": "", **context}
    )


__all__ = ["StoreFailed", "StoreRefused", "lost_text", "refusal_text", "spool_text"]
