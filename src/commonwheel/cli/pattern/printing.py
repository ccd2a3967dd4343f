"""What the commands print: JSON for programs, lines that an editor can jump to for people."""

import json
from collections.abc import Iterable
from typing import Any

import click

from commonwheel.cli.pattern.checking import Checked
from commonwheel.core.problems import Problem

_COLOURS = {"error": "red", "warning": "yellow"}


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_checked(checked: Iterable[Checked]) -> None:
    """Print the problems of each folder, then one line that counts them."""
    for one in checked:
        for problem in one.problems:
            _print_problem(one.folder, problem)
        click.echo(_summary(one))


def counted(number: int, noun: str) -> str:
    """Return `1 error` or `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_problem(folder: str, problem: Problem) -> None:
    place = "/".join(part for part in (folder.rstrip("/"), problem.file) if part)
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    severity = click.style(problem.severity, fg=_COLOURS[problem.severity], bold=True)
    click.echo(f"{place}: {severity}: {_sentence(problem)} [{problem.code}]")
    click.echo(f"    {problem.help}")


def _sentence(problem: Problem) -> str:
    found = f"found `{problem.found}`" if problem.found else "nothing here"
    return f"{found}; expected {problem.expected}" if problem.expected else found


def _summary(checked: Checked) -> str:
    errors = sum(problem.severity == "error" for problem in checked.problems)
    warnings = len(checked.problems) - errors
    if not checked.problems:
        return f"{checked.folder}: {click.style('no problems', fg='green')}"
    return f"{checked.folder}: {counted(errors, 'error')}, {counted(warnings, 'warning')}"
