"""
Chromium without a window, and axe in it: what of pages is not open to everybody (WCAG 2.2 AA).

The pages come as HTML, lie in a folder of their own for the length of one run, and reach no network.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from commonwheel.core.problems import Failure

_SECONDS = 180
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RESULT = re.compile(r'<pre id="result">(.*?)</pre>', re.DOTALL)
_RUNNER = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Pages</title></head><body><script>
const pages = %(pages)s, tags = %(tags)s, found = {};
const source = %(axe)s;
async function look(name, html) {
  const frame = document.createElement("iframe");
  frame.width = 320; frame.height = 900;
  const loaded = new Promise(done => { frame.onload = done; });
  frame.srcdoc = html;
  document.body.append(frame);
  await loaded;
  const script = frame.contentDocument.createElement("script");
  script.textContent = source;
  frame.contentDocument.head.append(script);
  const result = await frame.contentWindow.axe.run(frame.contentDocument, {runOnly: {type: "tag", values: tags}});
  const say = one => node => one.id + ": " + one.help + " (" + node.target + ")";
  found[name] = result.violations.flatMap(one => one.nodes.map(say(one)));
  frame.remove();
}
(async () => {
  for (const [name, html] of Object.entries(pages)) await look(name, html);
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify(found);
  document.body.replaceChildren(result);
})();
</script></body></html>
"""


class BrowserUnavailable(Failure):
    """The browser could not be asked: nothing is known of the pages."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The pages could not be looked at in a browser now: {why}. Nothing has changed; try again.")


@dataclass(frozen=True, slots=True)
class Chromium:
    """
    A browser with axe.

    Args:
        program: of Chromium.
        axe: the file `axe.min.js` of the published package axe-core.
    """

    program: Path
    axe: Path

    def violations(self, pages: Mapping[str, str]) -> dict[str, list[str]]:
        """
        Return what axe finds, by the names of pages; those without anything are left out.

        Args:
            pages: whole HTML documents by name; their stylesheets at `file:` addresses.

        Raises:
            BrowserUnavailable.
        """
        if not pages:
            return {}
        with tempfile.TemporaryDirectory(prefix="commonwheel-pages-") as folder:
            runner = Path(folder) / "runner.html"
            runner.write_text(self._runner(pages), encoding="utf-8")
            found = _RESULT.search(self._run(runner, Path(folder)))
        if found is None:
            raise BrowserUnavailable("it gave no answer")
        said: dict[str, list[str]] = json.loads(unescape(found.group(1)))
        return {name: lines for name, lines in said.items() if lines}

    def _runner(self, pages: Mapping[str, str]) -> str:
        try:
            axe = self.axe.read_text(encoding="utf-8")
        except OSError as error:
            raise BrowserUnavailable(f"{self.axe} cannot be read") from error
        return _RUNNER % {"pages": _script(dict(pages)), "tags": _script(_TAGS), "axe": _script(axe)}

    def _run(self, runner: Path, folder: Path) -> str:
        # What is looked at holds no scripts; where everything runs as root, Chromium's own sandbox cannot be had.
        unboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [
            str(self.program), "--headless", *unboxed, "--disable-gpu", "--disable-extensions", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--allow-file-access-from-files",
            f"--user-data-dir={folder}/profile", "--virtual-time-budget=600000", "--dump-dom", runner.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BrowserUnavailable(str(error)[:200]) from error
        return done.stdout.decode("utf-8", "replace")


def _script(value: object) -> str:
    """Return JSON that can stand in a script of a page."""
    return json.dumps(value).replace("<", "\\u003c")
