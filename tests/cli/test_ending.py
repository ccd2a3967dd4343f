"""However a node is told to stop: it stops, with 0, and every process of it; and only then."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.killed_nodes import Place, Served, only, place, served

from commonwheel.project.demonstration import start

PROGRAM = str(Path(sys.executable).with_name("commonwheel"))
NODE = (PROGRAM, "run", "--port", "PORT", "--workers", "2")
RUN = ("env", "--default-signal=HUP", *NODE)
"""Not deaf to the end of a terminal, as what `nohup` starts would be: the tests may have been started so."""
PATIENCE_SECONDS = 60
OLD_SESSION = "INSERT INTO django_session VALUES ('old', '', '2020-01-01')"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("ended")) as made:
        made.lay_tables()
        (made.data / start.READY).touch()
        yield made


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def processes_of(node: Served) -> set[int]:
    """Every process of the session that the node leads."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            session = int(path.read_text().rpartition(")")[2].split()[3])
            found |= {int(path.parent.name)} if session == node.process.pid else set()
    return found


def web_processes_of(node: Served) -> set[int]:
    """The processes in the node's own group: forked of it."""
    found = set()
    for each in processes_of(node) - {node.process.pid}:
        with contextlib.suppress(ProcessLookupError):
            found |= {each} if os.getpgid(each) == node.process.pid else set()
    return found


def said(at: Place) -> str:
    return (at.data / "node.log").read_text()


@contextlib.contextmanager
def worked(at: Place) -> Iterator[Callable[[], None]]:
    """Leave something for a worker to do in its first turn; gives what waits until it is done."""
    at.change(OLD_SESSION)
    yield lambda: until(lambda: only(at.rows("SELECT COUNT(*) FROM django_session")[0]) == 0)


# To all processes at once, as a terminal does at Ctrl+C and when it is closed, and systemd when it stops a service.
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_node_that_is_told_to_stop_ends_with_all_its_processes(here: Place, number: signal.Signals) -> None:
    with served(here, *RUN) as node:
        assert len(processes_of(node)) == 4, "the node, two web processes, the worker"
        os.killpg(node.process.pid, number)
        assert node.process.wait(PATIENCE_SECONDS) == 0
        assert processes_of(node) == set()
    assert "Traceback" not in said(here)
    assert "Fatal Python error" not in said(here)


def test_the_demonstration_ends_at_ctrl_c_with_all_its_processes(here: Place) -> None:
    command = (PROGRAM, "demo", "--data", str(here.data), "--port", "PORT")
    with worked(here) as wait_for_work, served(here, *command) as node:
        assert "Stop with Ctrl+C" in said(here)
        wait_for_work()
        os.killpg(node.process.pid, signal.SIGINT)
        assert node.process.wait(PATIENCE_SECONDS) == 0
        assert processes_of(node) == set()
    assert "Traceback" not in said(here)
    assert "Fatal Python error" not in said(here)


def test_a_node_that_is_to_outlive_its_terminal_does(here: Place) -> None:
    with served(here, "nohup", *NODE, "--no-jobs") as node:
        until(lambda: len(processes_of(node)) == 3)  # the node and two web processes
        os.killpg(node.process.pid, signal.SIGHUP)
        assert node.browser().get("/health/").status_code == 200
        os.kill(node.process.pid, signal.SIGTERM)
        assert node.process.wait(PATIENCE_SECONDS) == 0


def test_a_node_whose_web_processes_do_not_stay_up_ends_and_says_that_it_failed(here: Place) -> None:
    with served(here, *RUN) as node:
        while node.process.poll() is None:
            for web_process in web_processes_of(node):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(web_process, signal.SIGKILL)
        assert node.process.returncode == 1
        assert processes_of(node) == set()


def test_a_worker_outlives_no_node_that_is_killed(here: Place) -> None:
    with served(here, *RUN) as node:
        web_processes = web_processes_of(node)
        os.kill(node.process.pid, signal.SIGKILL)
        until(lambda: processes_of(node) <= web_processes | {node.process.pid})
        for web_process in web_processes:
            os.kill(web_process, signal.SIGKILL)


def test_a_worker_by_itself_works_until_it_is_told_to_stop(here: Place) -> None:
    # Its input is at its end from the first, as systemd has it.
    with (
        worked(here) as wait_for_work,
        subprocess.Popen(
            [PROGRAM, "worker"], env=here.environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        try:
            wait_for_work()
            assert process.poll() is None
            process.terminate()
            assert process.communicate(timeout=PATIENCE_SECONDS)[1] == ""
            assert process.returncode == 0
        finally:
            process.kill()
