"""A real node and a real browser: what the people of `docs/` meet, met here."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
START_SECONDS = 120


@dataclass(frozen=True)
class Node:
    """A running demonstration node."""

    address: str
    data: Path
    people: dict[str, dict[str, str]]

    def url(self, path: str) -> str:
        return self.address + path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the node did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    data = tmp_path_factory.mktemp("node")
    port = free_port()
    log = data / "node.log"
    program = Path(sys.executable).with_name("commonwheel")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program, "demo", "--data", data / "var", "--port", str(port)],
            stdout=out, stderr=subprocess.STDOUT, env={**os.environ, "COMMONWHEEL_HOSTS": "", "COMMONWHEEL_DATA": ""},
            start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(address, process, log)
        listed = subprocess.run(
            [program, "demo", "--data", data / "var", "--people", "--json"], check=True, capture_output=True
        )
        yield Node(address, data / "var", {person["email"]: person for person in json.loads(listed.stdout)})
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A phone's width, and no JavaScript."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, a sentence each."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{problem['id']}: {problem['help']} at {node['target']}"
        for problem in found["violations"]
        for node in problem["nodes"]
    ]


def expect_accessible(page: Page) -> None:
    assert violations(page) == []
    width, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= inner, f"the page scrolls sideways: {width} wide in {inner}"
    assert len(page.query_selector_all("h1")) == 1
    assert re.fullmatch(r"en|en-GB|cy", page.get_attribute("html", "lang") or "")
