"""How long a proof runs: at each change of the program, or at leisure (`make prove-long`)."""

import os


def rounds(change: int, long: int) -> int:
    """So many at each change, or in the long run; PROOF_SHARE takes a share of either, for a first look."""
    wanted = long if os.environ.get("PROOFS") == "long" else change
    return max(1, round(wanted * float(os.environ.get("PROOF_SHARE", "1"))))
