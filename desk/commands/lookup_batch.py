"""`desk lookup --list FILE --batch`: questions asked of a list in a plain file, for measuring by anyone."""

import json
import signal
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from desk import collector
from desk.lang import N_, _, ngettext, today

if TYPE_CHECKING:
    from desk.db.restrictions.build import Stage
    from desk.db.restrictions.lists import RestrictionList

_FAULTS_TOLD = 10
_LEFT_OUT = {
    "not_json": N_("it is not JSON"),
    "not_an_object": N_("it is no JSON object"),
    "no_id": N_("it has no id"),
    "no_name": N_("it has no name"),
}
_STAGES = {
    "rows": N_("Records read: {done} of {total}"),
    "index": N_("Index: {done} of {total}"),
    "thresholds": N_("Thresholds: {done} of {total}"),
}


def batch(file: Path) -> int:
    """Answer the questions on standard input, one a line, from the list of a file; 1 when it has no record.

    The list's own copy is deleted also when the command is interrupted. Raises OSError where the file cannot
    be read, or its copy not be written.
    """
    from desk.usecases.list_trial import trial_list

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    faults = _Faults()
    try:
        with trial_list(file, faults.note, _tell) as held:
            faults.sum_up()
            if not held.rows:
                _note(f"desk: {_('The file holds no record: each line is a JSON object with id and name.')}")
                return 1
            _note(_("{n} records indexed; asking.").format(n=held.rows))
            collector.settle()
            _answer(held, sys.stdin.buffer, sys.stdout.buffer)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stdout = None  # nobody reads it any more, so nothing is flushed
    return 0


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _answer(held: "RestrictionList", questions: IO[bytes], answers: IO[bytes]) -> None:
    from desk.usecases.list_trial import LONGEST_LINE, answered

    day = today()
    while line := questions.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := questions.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            line = b"too long"
        if not line.strip():
            continue
        answers.write(json.dumps(answered(held, line, day), ensure_ascii=False).encode() + b"\n")
        answers.flush()


class _Faults:
    """Lines of the list that are left out; the first few are told one by one."""

    def __init__(self) -> None:
        self.count = 0

    def note(self, number: int, code: str) -> None:
        """Tell of one."""
        self.count += 1
        if self.count <= _FAULTS_TOLD:
            field = _("{field} is no text").format(field=code.removeprefix("bad_"))
            reason = _(_LEFT_OUT[code]) if code in _LEFT_OUT else field
            _note(_("Line {n} is left out: {reason}").format(n=number, reason=reason))

    def sum_up(self) -> None:
        """Tell how many there were."""
        if self.count:
            told = ngettext("{n} line is left out.", "{n} lines are left out.", self.count)
            _note(told.format(n=self.count))


def _tell(stage: "Stage", done: int, total: int) -> None:
    _note(_(_STAGES[stage.value]).format(done=done, total=total))


def _note(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
