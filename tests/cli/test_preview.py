"""The preview, as a designer meets it: a real process, real pages, files that are saved meanwhile."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.databases import ready_file
from tests.support.preview import PATTERN, Preview, caches, run, start, stop, until

TITLE = "Did the crew leave a tag or sticker on the bin?"
LAYER = f"""language: 1
layer: here
pattern: commonwheel-examples/report-missed-bin
made_against: {{version: 1.0.0, digest: {"0" * 64}}}
changes:
  - {{at: pattern, set: {{title: Tell us about a bin}}}}
"""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    folder = tmp_path / "report-missed-bin"
    shutil.copytree(PATTERN, folder)
    begun = start(folder, tmp_path / "temporary")
    yield begun
    stop(begun)


def test_each_save_changes_the_pages_and_is_told_in_the_terminal(preview: Preview) -> None:
    def said() -> str:
        return (preview.data / "said").read_text()

    status, text, address = preview.get("/preview/page/tag/?example=collected")
    here = address.removeprefix(preview.address)
    assert status == 200
    assert "<strong>Preview.</strong>" in text
    assert re.search(r'value="none"\s+checked', text)
    preview.change("pattern.yaml", f"title: {TITLE}", "title: Was there a tag on the bin?")
    status, text, same = preview.get(here)
    assert (status, same) == (200, address)
    assert "Was there a tag on the bin?" in text
    assert re.search(r'value="none"\s+checked', text)
    until(lambda: "Saved: no errors" in said())
    preview.change("pattern.yaml", "title: Was there", "titel: Was there")
    assert preview.get(here)[0] == 503
    until(lambda: re.search(r"Saved: [1-9]\d* error", said()) is not None)
    shutil.rmtree(preview.folder)
    assert preview.get("/")[0] == 503
    shutil.copytree(PATTERN, preview.folder)
    assert TITLE in preview.get("/")[1]


def test_a_layer_a_language_and_a_browser_are_chosen_at_the_start(tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    layer.write_text(LAYER)
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f"#!/bin/sh\necho $1 > {opened}\n")
    browser.chmod(0o700)
    chosen = ("--layer", str(layer), "--language", "cy", "--open")
    preview = start(PATTERN, tmp_path / "temporary", *chosen, BROWSER=f"{browser} %s")
    try:
        until(lambda: opened.exists() and opened.read_text() == f"{preview.address}\n")
        status, text, _ = preview.get("/preview/page/tag/?example=collected")
        assert status == 200
        assert '<html lang="cy"' in text
        assert "Tell us about a bin" in preview.get("/?language=en")[1]
        layer.write_text(LAYER.replace("Tell us about a bin", "Tell us of a bin"))
        assert "Tell us of a bin" in preview.get("/?language=en")[1]
    finally:
        stop(preview)


# SIGTERM ends the others. To the whole group, as a terminal does at Ctrl+C and when it is closed.
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_whatever_ends_it_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    preview = start(PATTERN, tmp_path)
    assert list(tmp_path.glob("commonwheel-preview-*"))
    os.killpg(preview.process.pid, number)
    stop(preview)


def schema(database: Path) -> set[tuple[str, ...]]:
    with contextlib.closing(sqlite3.connect(database)) as opened:
        return set(opened.execute("SELECT type, name, sql FROM sqlite_master"))


def test_a_later_start_copies_the_tables_that_an_earlier_one_made(tmp_path: Path, django_db_setup: None) -> None:
    stop(start(PATTERN, tmp_path))
    (kept,) = (caches() / "commonwheel").iterdir()
    made = kept.stat()
    assert schema(kept) == schema(ready_file())
    preview = start(PATTERN, tmp_path)
    assert preview.get("/")[0] == 200
    stop(preview)
    assert kept.stat() == made


def test_where_no_tables_can_be_kept_it_starts_all_the_same(tmp_path: Path) -> None:
    preview = start(PATTERN, tmp_path, XDG_CACHE_HOME="/dev/null")
    assert preview.get("/")[0] == 200
    stop(preview)


def test_a_folder_that_is_not_there_is_refused() -> None:
    done = run("nowhere")
    assert done.returncode == 2
    assert "'nowhere' does not exist" in done.stderr


def test_a_file_in_place_of_a_folder_is_refused() -> None:
    done = run(str(PATTERN / "pattern.yaml"))
    assert done.returncode == 2
    assert "is a file" in done.stderr


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(str(PATTERN), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "Choose another with --port" in done.stderr
    assert "Traceback" not in done.stderr
