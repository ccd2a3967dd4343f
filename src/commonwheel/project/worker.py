"""The worker's process: `python -m commonwheel.project.worker`, as the server starts it beside itself."""

import io
import os
import sys
import threading

import django

from commonwheel.project.ending import on_signals_to_stop


def main(*, ends_with_starter: bool = False) -> None:
    """
    Sweep until a signal to stop.

    Args:
        ends_with_starter: whether to stop also when whoever holds the other end of our input is gone.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    django.setup()
    from commonwheel.project.jobs import run_worker

    stopping = threading.Event()
    on_signals_to_stop(lambda *_: stopping.set())
    if ends_with_starter:
        threading.Thread(target=_watch_starter, args=(stopping,), daemon=True).start()
    run_worker(stop=stopping.is_set, pause=stopping.wait)


def _watch_starter(stopping: threading.Event) -> None:
    # Not through `sys.stdin`: its lock, held by a thread that waits, would crash the process at its end.
    io.FileIO(sys.stdin.fileno(), closefd=False).readall()
    stopping.set()


if __name__ == "__main__":
    main(ends_with_starter=True)
