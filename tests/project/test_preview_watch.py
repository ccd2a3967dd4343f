"""The preview's web application, as a server loads it: it answers, and tells the terminal what each save brought."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.databases import lay_tables
from tests.support.preview import PATTERN, until

TITLE = "Did the crew leave a tag or sticker on the bin?"
SERVE = """
import sys
from pathlib import Path
from wsgiref.util import setup_testing_defaults
import django
django.setup()
from commonwheel.project.preview.choice import Choice, write_choice
from commonwheel.project.preview.newest import prepare_council
data, folder, layer = (Path(each) for each in sys.argv[1:])
write_choice(data, Choice(folder, layer, "en"))
prepare_council()
from commonwheel.project.preview.wsgi import application
for path in sys.stdin:
    environ = {"SCRIPT_NAME": "", "PATH_INFO": path.strip(), "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    list(application(environ, lambda status, headers: print(status, flush=True)))
"""


@dataclass
class Application:
    """The application in a process of its own, asked through its input; the process ends with it."""

    process: "subprocess.Popen[str]"
    folder: Path
    layer: Path
    log: Path

    def get(self, path: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def saw(self, words: str) -> None:
        """Wait until the terminal says it, and look only at what comes after from then on."""
        until(lambda: re.search(words, self.log.read_text()) is not None, self.log.read_text)
        self.log.write_text("")


@pytest.fixture
def application(tmp_path: Path, django_db_setup: None) -> Iterator[Application]:
    folder, layer, log, data = (tmp_path / name for name in ("report-missed-bin", "layer.yaml", "log", "data"))
    shutil.copytree(PATTERN, folder)
    layer.write_text("language: 1\nlayer: here\npattern: commonwheel-examples/report-missed-bin\n")
    lay_tables(data)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWHEEL_")}
    ours = {
        "DJANGO_SETTINGS_MODULE": "commonwheel.project.preview.settings", "COMMONWHEEL_DATA": str(data),
        "COMMONWHEEL_DEMONSTRATION": "yes",
    }  # fmt: skip
    with log.open("a") as out, subprocess.Popen(
        [sys.executable, "-c", SERVE, data, folder, layer],
        env={**kept, **ours}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True,
    ) as process:  # fmt: skip
        yield Application(process, folder, layer, log)
        assert process.stdin
        process.stdin.close()
        assert process.wait(60) == 0


def test_each_save_is_told_in_the_terminal(application: Application) -> None:
    pattern = application.folder / "pattern.yaml"
    application.saw("Read: no errors, no warnings")
    assert application.get("/") == "200 OK"
    text = pattern.read_text()
    pattern.write_text(text.replace(f"title: {TITLE}", f"titel: {TITLE}"))
    application.saw(r"Saved: [1-9] errors?, no warnings\n +pattern.yaml:\d+ ")
    assert application.get("/") == "503 Service Unavailable"
    pattern.write_text(text.replace(f"title: {TITLE}", "title: Was there a tag on the bin?"))
    application.saw(r"Saved: no errors, [1-9]")
    application.layer.write_text("language: 1\n")
    application.saw(r"Saved: [1-9]")


def test_a_folder_that_goes_is_waited_for(application: Application) -> None:
    application.saw("Read: no errors")
    shutil.rmtree(application.folder)
    application.saw(r"Saved: [1-9] errors?, no warnings\n +the folder:0 ")
    shutil.copytree(PATTERN, application.folder)
    application.saw("Saved: no errors")
