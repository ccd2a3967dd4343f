"""A commons as a package index: pip and uv, unchanged, install from it over HTTP, and from nowhere else."""

import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.support.commons import NOW, House
from tests.support.wheels import METADATA, file_name, wheel

from commonwheel.core.connectors.facts import facts_of, path_of
from commonwheel.core.connectors.index import JSON_TYPE
from commonwheel.core.connectors.wheels import read_wheel
from commonwheel.integrations.trust import package_index
from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.failures import CommonsUnwritable
from commonwheel.integrations.trust.package_index import Written, write_index
from commonwheel.integrations.trust.port import SignedRelease

PATH = f"lewes/lewes-highways/{file_name()}"


def add(home: House, name: str = "lewes_highways", version: str = "1.0.0", publisher: str = "lewes") -> str:
    data = wheel(name, version)
    found = read_wheel(data, file=file_name(name, version))
    path = path_of(publisher, found)
    home.publish(path, data, **facts_of(found, run_by=["Lewes"]))
    return path


def releases(node: HttpCommons) -> tuple[SignedRelease, ...]:
    node.refresh(now=NOW)
    return node.list_releases()


def write(home: House, node: HttpCommons) -> Written:
    return write_index(home.folder, releases(node))


@contextmanager
def index_at(folder: Path, *, as_json: bool) -> Iterator[str]:
    """A usual web server over the static files; told to prefer JSON, it gives that where it is asked for."""

    class Handler(SimpleHTTPRequestHandler):
        def send_head(self):
            if as_json and self.path.endswith("/") and JSON_TYPE in self.headers.get("Accept", ""):
                self.path += "index.json"
            return super().send_head()

        def guess_type(self, path: str) -> str:
            return JSON_TYPE if str(path).endswith("index.json") else super().guess_type(path)

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/simple/"
        finally:
            server.shutdown()
            thread.join()


def install(tool: str, address: str, target: Path, *wanted: str) -> subprocess.CompletedProcess[str]:
    """Install by a tool as it is, from this index alone."""
    command = {
        "pip": [sys.executable, "-m", "pip", "--isolated", "install", "--disable-pip-version-check", "--no-cache-dir"],
        "uv": [str(Path(sys.executable).with_name("uv")), "pip", "install", "--no-config", "--no-cache"],
    }[tool]
    env: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_")) and "proxy" not in name.lower()
    }  # fmt: skip
    return subprocess.run(
        [*command, "--index-url", address, "--target", str(target), *wanted],
        env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("as_json", [False, True], ids=["html", "json"])
@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_installers_take_the_newest_that_is_offered(
    tool: str, *, as_json: bool, home: House, node: HttpCommons, tmp_path: Path
) -> None:
    for version in ("1.0.0", "1.1.0", "1.2.0", "1.3.0"):
        add(home, version=version)
    home.set_state(PATH.replace("1.0.0", "1.2.0"), "withdrawn", "Sends <twice> & loses one")
    home.commons.quarantine(PATH.replace("1.0.0", "1.3.0"), "Sends data abroad", now=NOW)
    write(home, node)
    with index_at(home.served, as_json=as_json) as address:
        newest = install(tool, address, tmp_path / "newest", "lewes-highways")
        pinned = install(tool, address, tmp_path / "pinned", "lewes-highways==1.2.0")
        stopped = install(tool, address, tmp_path / "stopped", "lewes-highways==1.3.0")
        elsewhere = install(tool, address, tmp_path / "elsewhere", "requests")
    assert newest.returncode == 0, newest.stderr
    assert (tmp_path / "newest/lewes_highways/__init__.py").read_text() == 'VERSION = "1.1.0"\n'
    assert pinned.returncode == 0, pinned.stderr
    assert "Sends <twice> & loses one" in pinned.stderr
    assert stopped.returncode != 0
    assert elsewhere.returncode != 0


@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_installers_refuse_bytes_that_are_not_those_of_the_page(
    tool: str, home: House, node: HttpCommons, tmp_path: Path
) -> None:
    add(home)
    write(home, node)
    file = home.served / "simple/lewes-highways" / file_name()
    file.unlink()
    file.write_bytes(wheel(metadata=METADATA + "Keywords: changed\n"))
    with index_at(home.served, as_json=True) as address:
        done = install(tool, address, tmp_path / "there", "lewes-highways")
    assert done.returncode != 0
    assert not (tmp_path / "there/lewes_highways").exists()


def test_a_second_run_changes_nothing(home: House, node: HttpCommons) -> None:
    add(home)
    assert write(home, node).changed
    before = {path: path.stat().st_mtime_ns for path in home.served.rglob("simple/**/*")}
    again = write(home, node)
    assert again.changed == 0
    assert [project.name for project in again.projects] == ["lewes-highways"]
    assert {path: path.stat().st_mtime_ns for path in home.served.rglob("simple/**/*")} == before


def test_a_wheel_takes_room_once(home: House, node: HttpCommons) -> None:
    add(home)
    write(home, node)
    assert (home.served / "simple/lewes-highways" / file_name()).stat().st_nlink == 2


def test_a_disk_without_second_names_gets_the_bytes(
    home: House, node: HttpCommons, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise PermissionError

    add(home)
    monkeypatch.setattr(os, "link", refuse)
    write(home, node)
    assert (home.served / "simple/lewes-highways" / file_name()).read_bytes() == wheel()


def test_patterns_are_no_connectors(home: House, node: HttpCommons) -> None:
    done = write(home, node)
    assert (done.projects, done.refused) == ((), {})
    assert json.loads((home.served / "simple/index.json").read_bytes())["projects"] == []


def test_what_is_stopped_goes_from_the_page_and_the_folder_and_comes_back(home: House, node: HttpCommons) -> None:
    add(home)
    write(home, node)
    here = home.served / "simple/lewes-highways"
    home.commons.quarantine(PATH, "Sends data abroad", now=NOW)
    write(home, node)
    assert {path.name for path in here.iterdir()} == {"index.html", "index.json"}
    assert json.loads((here / "index.json").read_bytes())["project-status"] == {
        "status": "quarantined", "reason": "Sends data abroad",
    }  # fmt: skip
    home.commons.quarantine(PATH, "", now=NOW)
    write(home, node)
    assert (here / f"{file_name()}.metadata").read_bytes().startswith(b"Metadata-Version")


def refused_code(done: Written, path: str) -> str:
    return done.refused[path].problems[0].code


def test_a_stranger_s_wheel_of_the_same_name_is_never_offered(home: House, node: HttpCommons) -> None:
    add(home)
    write(home, node)
    theirs = add(home, version="9.0.0", publisher="hove")
    done = write(home, node)
    assert refused_code(done, theirs) == "name-taken"
    said = json.loads((home.served / "simple/lewes-highways/index.json").read_bytes())
    assert said["versions"] == ["1.0.0"]


def test_where_the_memory_of_names_is_lost_a_name_of_two_is_not_offered(home: House, node: HttpCommons) -> None:
    add(home)
    write(home, node)
    add(home, version="9.0.0", publisher="hove")
    (home.folder / "connectors/names.json").unlink()
    done = write(home, node)
    assert len(done.refused) == 2
    assert not (home.served / "simple/lewes-highways").exists()


def test_a_release_that_is_no_true_wheel_is_left_out_with_the_reason(home: House, node: HttpCommons) -> None:
    facts = facts_of(read_wheel(wheel(), file=file_name()))
    home.publish("lewes/lewes-lamps/lewes_lamps-1.0.0-py3-none-any.whl", b"no wheel", **facts)
    home.publish("lewes/another/lewes_highways-1.0.0-py3-none-any.whl", wheel(), **facts)
    home.publish("lewes/lewes-trees/trees.tar", b"no wheel", **facts)
    home.publish("lewes/lewes-highways/" + file_name(), wheel(), **{**facts, "licence": "EUPL-1.2"})
    done = write(home, node)
    assert {path.split("/")[1]: refused_code(done, path) for path in done.refused} == {
        "lewes-lamps": "not-a-zip", "another": "facts-differ", "lewes-trees": "not-a-wheel-name",
        "lewes-highways": "facts-differ",
    }  # fmt: skip
    assert done.projects == ()


def test_bytes_that_changed_or_went_on_the_disk_are_left_out(home: House, node: HttpCommons) -> None:
    add(home)
    (release,) = [one for one in releases(node) if one.path == PATH]
    other = replace(release, sha256="0" * 64)
    assert refused_code(write_index(home.folder, [other]), PATH) == "file-missing"
    target = home.served / "targets" / "lewes/lewes-highways"
    (target / f"{'0' * 64}.{file_name()}").write_bytes(wheel())
    assert refused_code(write_index(home.folder, [other]), PATH) == "record-differs"


def test_a_run_that_died_anywhere_is_mended_by_the_next(home: House, node: HttpCommons, tmp_path: Path) -> None:
    """Each write in turn is the last: every page that stands then names only files that are there."""
    add(home)
    add(home, version="1.1.0")
    known = releases(node)
    steps = 0
    while True:
        folder = tmp_path / f"copy-{steps}"
        subprocess.run(["cp", "-a", str(home.folder), str(folder)], check=True)
        died = _write_until(folder, known, steps)
        for page in folder.glob("served/simple/*/index.json"):
            for file in json.loads(page.read_bytes())["files"]:
                assert (page.parent / file["filename"]).exists()
                assert (page.parent / f"{file['filename']}.metadata").exists()
        again = write_index(folder, known)
        assert (again.refused, write_index(folder, known).changed) == ({}, 0)
        assert not list(folder.glob("served/simple/**/.draft-*"))
        if not died:
            break
        steps += 1
    assert steps > 8


class DiedError(BaseException):
    """As kill -9 would: nothing tidies up."""


def _write_until(folder: Path, known: tuple[SignedRelease, ...], steps: int) -> bool:
    left = [steps]
    real = os.replace, Path.replace

    def counted(kind: int):
        def replace_(source: object, target: object) -> object:
            if left[0] == 0:
                raise DiedError
            left[0] -= 1
            return real[kind](source, target)  # type: ignore[arg-type, call-overload]

        return replace_

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", counted(0))
        patch.setattr(Path, "replace", counted(1))
        try:
            write_index(folder, known)
        except DiedError:
            return True
    return False


def test_a_disk_that_refuses_is_a_sentence(home: House, node: HttpCommons, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    add(home)
    known = releases(node)
    monkeypatch.setattr(package_index.disk, "write_whole", full)
    with pytest.raises(CommonsUnwritable, match="no space left on device"):
        write_index(home.folder, known)
