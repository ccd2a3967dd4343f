"""A node in one command: the web server, and beside it the worker, watched."""

import os
import subprocess
import sys
import threading

from granian.constants import Interfaces
from granian.server import Server

from commonwheel.project.ending import on_signals_to_stop, wake_main_on_signals

WORKER = (sys.executable, "-m", "commonwheel.project.worker")
RESTART_SECONDS = 2.0
STOP_SECONDS = 20
THREADS = 4
IDLE_SECONDS = 600


class WatchedWorker:
    """The worker's process, started again whenever it ends by itself."""

    def __init__(self, command: tuple[str, ...] = WORKER) -> None:
        self._command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. To be called before web processes are: one that is forked meanwhile would hold up the start."""
        watch = threading.Thread(target=self._keep_running, args=(self._begin(),), name="worker-watch", daemon=True)
        watch.start()
        os.register_at_fork(after_in_child=self._let_go)

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

    def _begin(self) -> subprocess.Popen[bytes]:
        # The pipe tells the worker of our end, however we end: it reads the end of file.
        # In a group of its own it does not hear Ctrl+C: we tell it when to stop.
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, env=os.environ, process_group=0)
        return self._process

    def _keep_running(self, process: subprocess.Popen[bytes]) -> None:
        while True:
            with process:
                process.wait()
            if self._stopping.wait(RESTART_SECONDS):
                return
            process = self._begin()

    def _let_go(self) -> None:
        """Close a web process's copy of the pipe: it must not keep the worker when we are gone."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()


def serve(*, host: str, port: int, workers: int = 1, with_jobs: bool = True) -> None:
    """
    Serve until a signal to stop (SIGINT, SIGTERM, or the terminal's end); what is under way is finished first.

    Args:
        workers: web processes; each takes about 150 MB.
        with_jobs: whether the worker runs beside; not where it runs on a machine of its own.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    watched = WatchedWorker()
    if with_jobs:
        watched.start()
    server = Server(
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
        workers_kill_timeout=STOP_SECONDS,
        log_access=False,
    )

    @server.on_startup
    def hear() -> None:
        # The server's own handlers take a closed terminal for a wish to start anew.
        on_signals_to_stop(server.signal_handler_interrupt)
        wake_main_on_signals()

    try:
        server.serve()
    except SystemExit:
        # It says that it failed where Ctrl+C, which web processes get too, ended one of them before it did so itself.
        if not server.interrupt_signal:
            raise
    finally:
        watched.stop()
