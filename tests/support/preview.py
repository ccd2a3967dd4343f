"""A preview as a designer runs it: a real process, its pages, and the folder that is saved meanwhile."""

import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

COMMONWHEEL = Path(sys.executable).with_name("commonwheel")
PATTERN = Path(__file__).resolve().parents[2] / "patterns" / "report-missed-bin"
PATIENCE_SECONDS = 120


@dataclass
class Preview:
    """A running preview, its folder, and a browser's memory of cookies."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    data: Path
    opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
    )

    def get(self, path: str) -> tuple[int, str, str]:
        """The status, the text, and the address in the end."""
        try:
            with self.opener.open(self.address + path.removeprefix("/"), timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.url
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(), refused.url

    def post(self, path: str, **data: str) -> tuple[int, str, str]:
        """As `get`, with the form of the front page sent."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/")[1])
        assert token
        form = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token[1]}).encode()
        try:
            with self.opener.open(self.address + path.removeprefix("/"), form, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.url
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(), refused.url

    def change(self, path: str, old: str, new: str) -> None:
        file = self.folder / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMONWHEEL, "pattern", "preview", *arguments],
        check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def caches() -> Path:
    """Where previews of this run keep what they need again."""
    return Path(os.environ["COMMONWHEEL_DATA"]) / "caches"


def start(folder: Path, temporary: Path, *arguments: str, **environment: str) -> Preview:
    temporary.mkdir(exist_ok=True)
    with (temporary / "said").open("w") as said:
        process = subprocess.Popen(
            [COMMONWHEEL, "pattern", "preview", folder, "--port", "0", "--json", *arguments],
            stdout=subprocess.PIPE, stderr=said, text=True,
            env={**os.environ, "XDG_CACHE_HOME": str(caches()), **environment, "TMPDIR": str(temporary)},
            start_new_session=True,
        )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.stdout.close()
        process.wait()
        pytest.fail(f"the preview did not start: {(temporary / 'said').read_text()[-2000:]}")
    told = json.loads(line)
    assert told["pid"] == process.pid
    return Preview(process, told["address"], folder, temporary)


def stop(preview: Preview) -> None:
    """Tell it to stop, unless somebody has; it ends with 0 and leaves nothing behind."""
    if preview.process.poll() is None:
        os.kill(preview.process.pid, signal.SIGTERM)
    preview.process.wait(timeout=PATIENCE_SECONDS)
    if preview.process.stdout:
        preview.process.stdout.close()
    assert preview.process.returncode == 0
    assert not list(preview.data.glob("commonwheel-preview-*"))
    assert "Traceback" not in (preview.data / "said").read_text()


def until(condition: Callable[[], bool], or_else: Callable[[], str] = lambda: "it did not come to pass") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, or_else()
        time.sleep(0.05)
