"""What the system says of a file or a disk, in the language in use; it speaks its own."""

import errno

from desk.lang import N_, _

REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EEXIST: N_("it is there already"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EISDIR: N_("this is a folder, not a file"),
    errno.EACCES: N_("this user may not do that"),
    errno.EPERM: N_("this user may not do that"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("this user's share of the disk is full"),
    errno.EFBIG: N_("the file would be too large for this disk"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk failed"),
    errno.EBUSY: N_("another program uses it"),
    errno.ECONNREFUSED: N_("nothing answers there"),
    errno.EADDRINUSE: N_("another program has taken this address"),
}


def system_reason(error: OSError) -> str:
    """Why the system refused, with the file that it names; in its own words where they are none of ours."""
    known = REASONS.get(error.errno or 0)
    reason = _(known) if known else error.strerror or str(error)
    place = error.filename2 or error.filename
    return f"{reason}: {place}" if place else reason
