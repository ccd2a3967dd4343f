"""
A node that kills itself (SIGKILL) at a chosen moment: `python -m tests.support.dying_node WHAT`.

Moments are counted from outside the node's own code: before each statement, before and after each
commit, before each fsync and rename. The parent process loads the house and holds no connection; each
child is forked from it, serves or works as a node does, in a process group of its own, and dies.

`serve PORT` serves by itself until a request says `X-Warm: yes`, so that everything compiled is there; then
it forks a new server whenever the last one died. A request asks for its moment in the header `X-Crash-At`. `work` reads lines of JSON `{"what", "at", "minutes", "arguments"}` and answers each with `{"died"}`.
`fill` makes the database and its two services, `streets` a third.
"""

import dataclasses
import datetime as dt
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

COUNCIL = "harbourside"
ASKS_FILE = """\
  - id: proof
    title: Send us proof
    ask:
      - {id: proof, type: file, label: Proof of address, accept: [png], max: 3, max_mb: 1}
"""

RENEWED = b"renew: {every: {months: 1}, tell: {resident: received.md}}\n"
"""Added to the missed-bin service, so that its requests fall due."""


class Moments:
    """Counts the moments of one piece of work, and dies at the one that was asked for (0: never)."""

    def __init__(self) -> None:
        self.fatal = self.passed = 0

    def begin(self, fatal: int) -> None:
        self.fatal, self.passed = fatal, 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.fatal:
            os.killpg(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Count what this process does with its database and its disk."""
        from django.db import connection

        def before(execute: Callable[..., Any], *arguments: Any) -> Any:
            self()
            return execute(*arguments)

        commit = connection._commit

        def committed() -> None:
            self()
            commit()
            self()

        connection.execute_wrappers.append(before)
        connection._commit = committed  # type: ignore[method-assign]
        os.fsync, os.replace = self._counted(os.fsync), self._counted(os.replace)

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self()
            return call(*arguments, **named)

        return counted


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the node has its own log."""


def fork(work: Callable[[Moments], None]) -> bool:
    """Do the work in a process of its own; return whether it was killed."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    os.setsid()
    moments = Moments()
    moments.watch()
    try:
        work(moments)
    except BaseException:  # noqa: BLE001  # a forked process must not return into the code of its parent
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def serve(port: int) -> None:
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    application = get_wsgi_application()
    server = WSGIServer(("127.0.0.1", port), Quiet, bind_and_activate=False)
    server.request_queue_size = 64
    server.server_bind()
    server.server_activate()

    def answering(moments: Moments) -> Callable[..., Any]:
        def counting(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            def told(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                about = [("X-Moments", str(moments.passed)), ("X-Process", str(os.getpid()))]
                return start(status, [*headers, *about], *more)

            moments.begin(int(environ.get("HTTP_X_CRASH_AT", 0)))
            warm.update(is_warm="HTTP_X_WARM" in environ)
            return application(environ, told)

        return counting

    def live(moments: Moments) -> None:
        server.set_app(answering(moments))
        server.serve_forever()

    parent_ends_with_starter()
    warm = {"is_warm": False}
    server.set_app(answering(Moments()))
    while not warm["is_warm"]:
        server.handle_request()
    connections.close_all()
    while fork(live):
        pass


def parent_ends_with_starter() -> None:
    """Close the listening door when whoever started us is gone, so that no test leaves a node behind."""
    import ctypes

    death_of_parent = 1  # PR_SET_PDEATHSIG, prctl(2)
    ctypes.CDLL(None).prctl(death_of_parent, signal.SIGTERM)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def work() -> None:
    """Take orders, one a line."""
    for module in ("project.jobs", "cli.places", "project.demonstration.seed"):
        importlib.import_module(f"commonwheel.{module}")
    say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        what = WORKS[order["what"]]

        def doing(moments: Moments, order: dict[str, Any] = order, what: Callable[..., None] = what) -> None:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            moments.begin(order["at"])
            what(now=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=order["minutes"]), **order["arguments"])

        say(json.dumps({"died": fork(doing)}))


def _council_id() -> Any:
    from commonwheel.apps.authorities import api as authorities

    found = authorities.find_council(COUNCIL)
    assert found is not None
    return found.id


def sweep_outbox(*, now: dt.datetime) -> None:
    from commonwheel.apps.messages import api as messages
    from commonwheel.project.jobs import carrier

    with carrier() as post:
        messages.sweep_outbox(_council_id(), carrier=post, clock=lambda: now)


def turn(*, now: dt.datetime) -> None:
    """Run everything that happens by itself, at that time."""
    from commonwheel.project.jobs import SWEEPS, Worker

    Worker(SWEEPS, clock=lambda: now).turn()


def renew(*, now: dt.datetime) -> None:
    """Tell everybody whose time falls due."""
    from commonwheel.apps.cases import api as cases

    cases.tell_due_renewals(_council_id(), now=now)


def copy(*, now: dt.datetime) -> None:
    """Make the printed copies that wait."""
    from commonwheel.apps.cases import api as cases

    cases.make_due_copies(_council_id(), now=now)


def load_places(*, now: dt.datetime, file: str) -> None:
    from commonwheel.cli.places.group import places

    del now
    places(["load", COUNCIL, file], standalone_mode=False)


def seed(*, now: dt.datetime) -> None:
    """Fill the demonstration with one council, two of its services and some reports: all of it takes half a minute."""
    from commonwheel.project.demonstration.councils import COUNCILS
    from commonwheel.project.demonstration.seed import seed as fill_demonstration

    few = dataclasses.replace(COUNCILS[0], services=COUNCILS[0].services[:2], reports=30)
    fill_demonstration(now=now, say=lambda words: None, councils=(few,))


def work_elsewhere(*, now: dt.datetime, way: str = "WEBHOOK", url: str = "") -> None:
    """Let the missed bins be worked by whoever listens there."""
    from commonwheel.apps.handover import api as handover
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope
    from commonwheel.project.jobs import webhooks

    new = handover.NewDestination(way=way, system="Contractor", url=url)
    with council_scope(_council_id()):
        handover.set_destination(
            _council_id(), slug="report-missed-bin", new=new, webhooks=webhooks(), actor=SYSTEM, now=now
        )


def hand_over(*, now: dt.datetime) -> None:
    from commonwheel.apps.cases import api as cases
    from commonwheel.apps.handover import api as handover
    from commonwheel.project.jobs import webhooks

    handover.sweep_handovers(_council_id(), webhooks=webhooks(), content=cases.handed, clock=lambda: now)


def write_files(*, now: dt.datetime, folder: str) -> None:
    from pathlib import Path

    from commonwheel.apps.cases import api as cases
    from commonwheel.apps.handover import api as handover
    from commonwheel.integrations.drop.disk import DiskDrop

    drop = DiskDrop(Path(folder))
    handover.sweep_daily_files(_council_id(), drop=drop, content=cases.handed, clock=lambda: now)


def _of(module: str, name: str) -> Callable[..., None]:
    def do(*, now: dt.datetime) -> None:
        getattr(importlib.import_module(f"tests.support.{module}"), name)(now=now)

    return do


WORKS: dict[str, Callable[..., None]] = {
    "sweep": sweep_outbox,
    "turn": turn,
    "renew": renew,
    "elsewhere": work_elsewhere,
    "hand over": hand_over,
    "write files": write_files,
    "copy": copy,
    "load": load_places,
    "seed": seed,
    "begin update": _of("dying_updates", "begin"),
    "publish update": _of("dying_updates", "publish"),
    "prepare reorganisation": _of("dying_reorganisation", "prepare"),
    "reorganise": _of("dying_reorganisation", "act"),
}


def fill() -> None:
    from pathlib import Path

    from tests.support.services import service_files

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.services import api as services
    from commonwheel.foundation import audit
    from commonwheel.foundation.scope import council_scope
    from commonwheel.integrations.pattern_folder.shipped import folder_files
    from commonwheel.project.invented_facts import invented_page_facts

    now = dt.datetime.now(dt.UTC)
    council = authorities.add_council(
        COUNCIL, name="Harbourside Council", tier="unitary", phone="01632 960 000", actor=audit.SYSTEM, now=now
    )
    authorities.set_page_facts(
        council.id, actor=audit.SYSTEM, now=now, **invented_page_facts("Harbourside", "harbourside")
    )
    person = accounts.add_person("dev@harbourside.example", name="Dev", password=None)
    missed_bin = Path(__file__).parents[2] / "patterns" / "report-missed-bin"
    renewed = folder_files(missed_bin)
    renewed["pattern.yaml"] += RENEWED
    for files in (renewed, service_files(ASKS_FILE)):
        with council_scope(council.id):
            service = services.adopt(council.id, files=files, phone="01632 960 000", actor=audit.SYSTEM, now=now)
            services.put_live(
                council.id, slug=service.slug, signed_off_by=person, must_be_welsh=False, actor=audit.SYSTEM, now=now
            )


def add_streets() -> None:
    """Put the street service live too."""
    from pathlib import Path

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.services import api as services
    from commonwheel.foundation import audit
    from commonwheel.foundation.scope import council_scope
    from commonwheel.project.demonstration.seed import folder_files

    now, council = dt.datetime.now(dt.UTC), authorities.get_council(COUNCIL)
    person = accounts.add_person("olu@harbourside.example", name="Olu", password=None)
    with council_scope(council.id):
        files = folder_files(Path(__file__).parents[2] / "patterns" / "report-street-problem")
        service = services.adopt(council.id, files=files, phone="01632 960 000", actor=audit.SYSTEM, now=now)
        services.put_live(
            council.id, slug=service.slug, signed_off_by=person, must_be_welsh=False, actor=audit.SYSTEM, now=now
        )


def main(what: str, *arguments: str) -> None:
    import django

    django.setup()
    if what == "serve":
        serve(int(arguments[0]))
    else:
        {"work": work, "fill": fill, "streets": add_streets}[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
