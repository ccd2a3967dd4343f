"""kill -9 while something is published: afterwards it is there whole, or not at all, and sending it again finishes it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.databases import lay_tables
from tests.support.library import US, Library, library, release_of

ROOT = Path(__file__).parents[2]
DIES = """
import json, os, signal, sys
import django
django.setup()
from commonwheel.apps.commons.actions import publishing
where, publisher, listed, release = sys.argv[1:]
def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)
if where == "before the index":
    publishing.index_commons = die
elif where != "nowhere":
    replace = os.replace
    os.replace = lambda draft, path: die() if str(path).endswith(where) else replace(draft, path)
sent = publishing.Sent(publisher, open(listed, "rb").read(), [open(release, "rb").read()])
from tests.support.commons import NOW
taken = publishing.publish(sent, pages=lambda release: (), now=NOW)
from commonwheel.apps.commons.queries.entries import list_entries
print(json.dumps({"repeated": taken.is_repeat, "entries": [one.version for one in list_entries()]}))
"""


def run(home: Library, where: str, *files: Path) -> "subprocess.CompletedProcess[bytes]":
    left_out = ("COMMONWHEEL_", "COVERAGE_PROCESS_")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(left_out)},
        "COMMONWHEEL_DATA": str(home.folder.parent / "var"), "COMMONWHEEL_COMMONS_FOLDER": str(home.folder),
        "DJANGO_SETTINGS_MODULE": "commonwheel.project.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-c", DIES, where, US, *files]
    return subprocess.run(command, check=False, env=environment, cwd=ROOT, capture_output=True)


def test_whatever_line_it_dies_at_nothing_is_lost_and_nothing_is_half_there(
    tmp_path: Path, django_db_setup: None
) -> None:
    home = library(tmp_path / "commons")
    lay_tables(tmp_path / "var")
    versions = ["1.1.0", "1.1.1", "1.1.2", "1.1.3", "1.1.4"]
    deaths = [".tar", ".commonwheel-examples.json", ".snapshot.json", "timestamp.json", "before the index"]
    for version, where in zip(versions, deaths, strict=True):
        release = release_of("report-missed-bin", "" if version == "1.1.0" else version)
        listed, file = tmp_path / "list.json", tmp_path / "release.tar"
        listed.write_bytes(home.list_with(release))
        file.write_bytes(release.data)
        before = home.commons.releases_of(US)
        died = run(home, where, listed, file)
        assert died.returncode == -signal.SIGKILL, (where, died.stderr.decode()[-2000:])
        counts = home.commons.releases_of(US)
        assert counts == (listed.read_bytes() if where == "before the index" else before), where
        again = run(home, "nowhere", listed, file)
        assert again.returncode == 0, again.stderr.decode()[-2000:]
        said = json.loads(again.stdout.splitlines()[-1])
        assert said == {"repeated": where == "before the index", "entries": [version]}, where
        assert list(home.served.rglob(".draft-*")) == []
