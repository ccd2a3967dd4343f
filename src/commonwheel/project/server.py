"""A node in one command: the web server, and beside it the worker, watched."""

import os
import subprocess
import sys
import threading

from granian.constants import Interfaces
from granian.server import Server

WORKER = (sys.executable, "-m", "commonwheel.project.worker")
RESTART_SECONDS = 2.0
STOP_SECONDS = 20.0
THREADS = 4
IDLE_SECONDS = 600


class WatchedWorker:
    """The worker's process, started again whenever it ends by itself."""

    def __init__(self, command: tuple[str, ...] = WORKER) -> None:
        self._command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep_running, name="worker-watch", daemon=True)

    def start(self) -> None:
        """Start it."""
        self._watch.start()

    def stop(self) -> None:
        """Let it finish what it does, then end it."""
        self._stopping.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            # The pipe tells the worker of our end, however we end: it reads the end of file.
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, env=os.environ)
            self._process.wait()
            self._stopping.wait(RESTART_SECONDS)


def serve(*, host: str, port: int, workers: int = 1, with_jobs: bool = True) -> None:
    """
    Serve until a signal to stop (SIGINT, SIGTERM).

    Args:
        workers: web processes; one is right for SQLite.
        with_jobs: whether the worker runs beside; not where it runs on a machine of its own.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    watched = WatchedWorker()
    if with_jobs:
        watched.start()
    try:
        Server(
            "commonwheel.project.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            # A thread that ends closes its database connection; opening one costs more than keeping it.
            blocking_threads_idle_timeout=IDLE_SECONDS,
            websockets=False,
            respawn_failed_workers=True,
            log_access=False,
        ).serve()
    finally:
        watched.stop()
