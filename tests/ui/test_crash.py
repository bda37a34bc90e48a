import subprocess
import sys
from typing import NoReturn

import pytest
from textual.app import App
from textual.worker import WorkerFailed

from desk.ui import crash

SECRET = "C01234567"


def read_passport(number: str) -> NoReturn:
    raise KeyError(number)


def look_up(number: str) -> NoReturn:
    try:
        read_passport(number)
    except KeyError as error:
        raise ValueError(f"no passport {number}") from error


def caught() -> ValueError:
    with pytest.raises(ValueError) as error:
        look_up(SECRET)
    return error.value


def test_the_report_tells_types_and_places_of_the_whole_chain() -> None:
    report = crash.report(caught())
    assert "builtins.ValueError" in report
    assert "builtins.KeyError" in report
    assert "test_crash.py:read_passport:" in report


def test_the_report_holds_no_message_and_no_local() -> None:
    assert SECRET not in crash.report(caught())
    assert SECRET not in crash.report(WorkerFailed(caught()))


def test_a_workers_error_is_told_itself() -> None:
    assert "builtins.KeyError" in crash.report(WorkerFailed(caught()))


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert crash.report(first).count("ValueError") < 10


def test_deep_recursion_is_told_by_its_last_places() -> None:
    def deeper() -> NoReturn:
        deeper()

    with pytest.raises(RecursionError) as error:
        deeper()
    assert len(crash.report(error.value).splitlines()) < 20


class Failing(App[None]):
    def on_mount(self) -> None:
        look_up(SECRET)

    def _handle_exception(self, error: Exception) -> None:
        crash.stop(self, error)


@pytest.mark.anyio
async def test_a_test_with_pilot_still_gets_the_error() -> None:
    app = Failing()
    with pytest.raises(ValueError):
        async with app.run_test():
            pass
    assert app.return_code == crash.EXIT_CODE


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


OUTSIDE = {
    "main": "fail(s)",
    "thread": "t = threading.Thread(target=fail, args=(s,)); t.start(); t.join()",
    "task": "asyncio.run(forget(s))",
}


@pytest.mark.parametrize("where", OUTSIDE)
def test_errors_outside_the_screen_print_no_value_either(where: str) -> None:
    program = f"""
import asyncio, gc, threading
from desk.ui import crash
crash.quieten()
def fail(secret): raise ValueError("no passport " + secret)
async def later(secret): fail(secret)
async def forget(secret):
    crash.quieten_loop(asyncio.get_running_loop())
    asyncio.create_task(later(secret), name=secret)
    await asyncio.sleep(0.01)
    gc.collect()
s = "C0" + "1234567"
{OUTSIDE[where]}
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert SECRET not in run.stdout + run.stderr
    assert "builtins.ValueError" in run.stderr
    assert "<string>:fail:" in run.stderr
