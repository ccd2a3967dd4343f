"""A node to measure: its data folder filled, its web server in a process of its own."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
PATTERN = ROOT / "benchmarks" / "patterns" / "nine-questions"
SERVICE = "nine-questions"
START_SECONDS = 60
WORKERS = min(2, os.cpu_count() or 1)


def slug(number: int) -> str:
    """Return the slug of an invented council."""
    return f"council-{number:03d}"


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """Yield an empty data folder, with the environment pointing at it."""
    with tempfile.TemporaryDirectory(prefix="commonwheel-bench-") as folder:
        os.environ.update(
            COMMONWHEEL_DATA=folder,
            COMMONWHEEL_DEMONSTRATION="yes",
            COMMONWHEEL_HOSTS="127.0.0.1",
            DJANGO_SETTINGS_MODULE="commonwheel.project.settings",
        )
        yield Path(folder)


def fill(councils: int) -> None:
    """Migrate the database, and let this many councils run the nine questions."""
    import django

    django.setup()
    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.services import api as services
    from commonwheel.foundation import audit
    from commonwheel.foundation.scope import council_scope
    from commonwheel.project.invented_facts import invented_page_facts
    from commonwheel.project.migrating import migrate_tables

    migrate_tables()
    now = dt.datetime.now(dt.UTC)
    files = {str(file.relative_to(PATTERN)): file.read_bytes() for file in PATTERN.rglob("*") if file.is_file()}
    person = accounts.add_person("owner@measured.example", name="Owner", password=None)
    for number in range(councils):
        council = authorities.add_council(
            slug(number), name=f"Council {number}", tier="unitary", phone="01632 960000",
            gss_code=f"E0600{number:04d}", actor=audit.SYSTEM, now=now,
        )  # fmt: skip
        facts = invented_page_facts(council.name, council.slug)
        authorities.set_page_facts(council.id, actor=audit.SYSTEM, now=now, **facts)
        with council_scope(council.id):
            services.adopt(council.id, files=files, phone="01632 960000", actor=audit.SYSTEM, now=now)
            services.put_live(
                council.id, slug=SERVICE, signed_off_by=person, must_be_welsh=False, actor=audit.SYSTEM, now=now
            )


def filled_elsewhere(data: Path, councils: int) -> Path:
    """Fill a data folder beside this one, in a process of its own: this one's settings hold its own folder."""
    folder = data / f"with-{councils}"
    code = f"from benchmarks import node; node.fill({councils})"
    environment = {**os.environ, "COMMONWHEEL_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    return folder


@contextlib.contextmanager
def server(
    settings: str = "commonwheel.project.settings", *, data: Path | None = None, workers: int = WORKERS
) -> Iterator[tuple[str, int, int]]:
    """
    Serve the data folder as `commonwheel run` does; yield host, port and process id.

    Args:
        settings: the floor's own settings change nothing but the addresses.
        data: the folder to serve; the one in the environment where None.
        workers: web processes; as many as `commonwheel run` takes by itself.
    """
    port = free_port()
    how = f"host='127.0.0.1', port={port}, workers={workers}, with_jobs=False"
    code = f"from commonwheel.project.server import serve; serve({how})"
    folder = data or Path(os.environ["COMMONWHEEL_DATA"])
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT), "COMMONWHEEL_DATA": str(folder),
    }  # fmt: skip
    # To a file, not a pipe: nobody reads a pipe while the server is measured, and a full one blocks it.
    log = folder / f"server-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        _wait(port, process, log)
        yield "127.0.0.1", port, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


@contextlib.contextmanager
def worker() -> Iterator[int]:
    """Run the worker beside the server on the data folder in the environment; yield its process id."""
    folder = Path(os.environ["COMMONWHEEL_DATA"])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "commonwheel.project.settings", "PYTHONPATH": str(ROOT)}
    with (folder / "worker.log").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "commonwheel.project.worker"],
            env=environment, stdin=subprocess.PIPE, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def memory_mb(pid: int) -> float:
    """Return the resident memory of the largest process below one, in megabytes."""
    pids = [pid, *_children(pid)]
    lines = (line for each in pids for line in Path(f"/proc/{each}/status").read_text().splitlines())
    return max(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and those below it have taken so far."""
    after_names = (Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in [pid, *_children(pid)])
    return sum(int(fields[11]) + int(fields[12]) for fields in after_names) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2):
            return
        time.sleep(0.05)
    raise SystemExit(f"The node did not start:\n{log.read_text()[-3000:]}")
