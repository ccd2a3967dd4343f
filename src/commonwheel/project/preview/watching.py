"""Watches the folder and says in the terminal what each save brought."""

import datetime as dt
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import close_old_connections
from watchfiles import watch

from commonwheel.project.preview.folder import Seen
from commonwheel.project.preview.newest import newest, the_choice

RETRY_SECONDS = 1.0
LOOK_ANYWAY_MS = 1_000
"""What was saved before the watch began is seen at the latest after this."""


def watch_folder() -> None:
    """Read the folder on each save, for as long as the process lives."""
    seen = newest()
    _say(seen, "Read")
    for _ in _saves():
        again = newest()
        if again.mark != seen.mark:
            _say(again, "Saved")
        seen = again
        close_old_connections()


def _saves() -> Iterator[None]:
    """Yield after each save, and now and then; a folder that is gone for a while is waited for."""
    while True:
        try:
            for _changes in watch(
                *_watched(), raise_interrupt=False, rust_timeout=LOOK_ANYWAY_MS, yield_on_timeout=True
            ):
                yield
        except OSError:
            yield
        time.sleep(RETRY_SECONDS)


def _watched() -> list[Path]:
    choice = the_choice()
    return [choice.folder, *([choice.layer.parent] if choice.layer else [])]


def _say(seen: Seen, what: str) -> None:
    errors, warnings = len(seen.errors), len(seen.warnings)
    counted = f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}"
    line = f"{dt.datetime.now().astimezone():%H:%M:%S} {what}: {counted}"
    for problem in seen.errors[:3]:
        line += f"\n         {problem.file or 'the folder'}:{problem.line} {problem.help}"
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
