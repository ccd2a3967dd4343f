"""Prepares a preview's throwaway node, serves it, and takes it away again."""

import http
import http.client
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from granian.constants import Interfaces
from granian.server import Server

from commonwheel.project.ending import on_signals_to_stop, wake_main_on_signals
from commonwheel.project.preview.choice import Choice, write_choice

SETTINGS = "commonwheel.project.preview.settings"
THREADS = 4
IDLE_SECONDS = 600
WAIT_SECONDS = 5
LOOK_SECONDS = 0.05
ANSWER_SECONDS = 60
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # compared, not bound


def preview(choice: Choice, *, host: str, port: int, when_up: Callable[[], object]) -> None:
    """
    Serve the preview until a signal to stop (SIGINT, SIGTERM, or the terminal's end); leave nothing behind.

    Args:
        when_up: called once, when the address answers.
    """
    on_signals_to_stop(_end)
    wake_main_on_signals()
    data = Path(tempfile.mkdtemp(prefix="commonwheel-preview-"))
    try:
        _set_environment(data, host=host, port=port)
        write_choice(data, choice)
        _prepare()
        _serve(host=host, port=port, when_up=when_up)
    finally:
        _end_workers()
        shutil.rmtree(data, ignore_errors=True)


# Private


def _set_environment(data: Path, *, host: str, port: int) -> None:
    """Leave no choice of a real node in force: a preview must not reach anybody's database or mail."""
    for name in [name for name in os.environ if name.startswith("COMMONWHEEL_")]:
        del os.environ[name]
    names = "*" if host in EVERYWHERE else f"localhost,127.0.0.1,[::1],{host}"
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["COMMONWHEEL_DEMONSTRATION"] = "yes"
    os.environ["COMMONWHEEL_DATA"] = str(data)
    os.environ["COMMONWHEEL_HOSTS"] = names
    os.environ["COMMONWHEEL_ADDRESS"] = f"{host}:{port}"


def _prepare() -> None:
    import django

    django.setup()
    from django.db import connections

    from commonwheel.project.preview.newest import prepare_council
    from commonwheel.project.preview.tables import lay_tables

    lay_tables()
    prepare_council()
    connections.close_all()


def _serve(*, host: str, port: int, when_up: Callable[[], object]) -> None:
    server = Server(
        "commonwheel.project.preview.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=IDLE_SECONDS,
        websockets=False,
        respawn_failed_workers=True,
        log_enabled=False,
        log_access=False,
    )

    @server.on_startup
    def up() -> None:
        # The server has set its own, which wait for pages and take a closed terminal for a wish to start anew.
        on_signals_to_stop(_end)
        threading.Thread(target=_call_when_up, args=(host, port, when_up), daemon=True).start()

    server.serve()


def _end(*_: object) -> None:
    """Leave what is being done for the clearing away; further signals (Ctrl+C twice) do not disturb that."""
    # Not SIG_IGN: Python complains of a signal that is under way meanwhile.
    on_signals_to_stop(lambda *_: None)
    sys.exit(0)


def _end_workers() -> None:
    """End the web process at once: there is nothing in it that anybody would want to keep."""
    for worker in multiprocessing.active_children():
        worker.kill()
        worker.join(WAIT_SECONDS)


def _call_when_up(host: str, port: int, when_up: Callable[[], object]) -> None:
    """
    Call when the web process answers.

    Not when it listens: it is made after that, and a signal that came while it is being made would be lost.
    """
    while not _answers(host, port):
        time.sleep(LOOK_SECONDS)
    when_up()


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/health/", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
