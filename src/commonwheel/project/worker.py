"""The worker's process: `python -m commonwheel.project.worker`."""

import os
import signal
import sys
import threading

import django


def main() -> None:
    """Sweep until a signal to stop, or until whoever started us with a pipe is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    django.setup()
    from commonwheel.project.jobs import run_worker

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if not sys.stdin.isatty():
        threading.Thread(target=_watch_starter, args=(stopping,), daemon=True).start()
    run_worker(stop=stopping.is_set, pause=stopping.wait)


def _watch_starter(stopping: threading.Event) -> None:
    sys.stdin.buffer.read()
    stopping.set()


if __name__ == "__main__":
    main()
