"""The page of the reference that lists every code: made from the registries, so that it cannot lag behind."""

from collections.abc import Iterator, Mapping

from commonwheel.core.patterns.checks.codes import CODES, Code
from commonwheel.core.patterns.checks.reading_codes import READING

_HEAD = """# Problems

Every fault that `commonwheel pattern check` and `commonwheel pattern test` can find. An error would break a journey \
or a request; a warning would not, but publishing makes warnings errors. A code never changes its meaning.

This page is generated: change `core/patterns/checks/codes.py`, `reading_codes.py` or `core/packages/refusals.py`.

## Of meaning

| code | severity | what could stand there | how to mend it |
| --- | --- | --- | --- |
"""
_READING = """
## Of text

These are found first, while the folder is read.

| code | meaning |
| --- | --- |
"""


_RELEASES = """
## Of releases

With these `commonwheel pattern pack`, `unpack` and `compare` refuse a release, or one that may not follow another.

| code | what could stand there | how to mend it |
| --- | --- | --- |
"""


def problems_page(releases: Mapping[str, tuple[str, str]]) -> str:
    """
    Return docs/reference/problems.md.

    Args:
        releases: what could stand there and how to mend it, by each code of `core.packages.refusals`.
    """
    meaning = "\n".join(map(_row, CODES.values()))
    text = "\n".join(f"| `{code}` | {words} |" for code, words in READING.items())
    packed = "\n".join(f"| `{code}` | {expected} | {mend} |" for code, (expected, mend) in releases.items())
    return f"{_HEAD}{meaning}\n{_READING}{text}\n{_RELEASES}{packed}\n"


def _row(code: Code) -> str:
    cells: Iterator[str] = (cell.replace("|", "\\|") for cell in (code.severity, code.expected, code.help))
    return f"| `{code.name}` | {' | '.join(cells)} |"
