"""The notation of examples: values written as text, made into what answers, settings and facts are.

yes-no and declaration `true` or `false`; money whole pence; numbers as numbers; groups lists of maps.
Everything else is its text. What cannot be read is left as it stands, for the rules of answers to refuse.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from commonwheel.core.patterns.expressions.sorts import Sort
from commonwheel.core.patterns.model.questions import Asked, File, Group, NumberAnswer, Place, Signature

_TRUTHS = {"true": True, "false": False}
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,9}")


def read_answers(questions: Iterable[Asked], written: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers by question; those to no question as they stand."""
    by_id = {question.id: question for question in questions}
    return {name: read_answer(by_id[name], value) if name in by_id else value for name, value in written.items()}


def read_answer(question: Asked, written: Any) -> Any:
    """Return one answer in its own type."""
    kind = str(getattr(question, "type", ""))
    if kind in ("yes-no", "declaration"):
        return _truth(written)
    if kind == "money" or isinstance(question, NumberAnswer):
        return _number(written)
    if isinstance(question, Group) and isinstance(written, list):
        return [read_answers(question.ask, entry) if isinstance(entry, dict) else entry for entry in written]
    if isinstance(question, Place) and isinstance(written, dict):
        return {key: _number(value) for key, value in written.items()}
    if isinstance(question, File | Signature) and isinstance(written, list):
        return [_file(entry) for entry in written]
    return written


def read_fact(sort: Sort, written: Any) -> Any:
    """Return a fact of a resident or a council in its own type."""
    if sort.kind == "bool":
        return _truth(written)
    return _number(written) if sort.kind in ("int", "double") else written


def _truth(written: Any) -> Any:
    return _TRUTHS.get(written, written) if isinstance(written, str) else written


def _number(written: Any) -> Any:
    if isinstance(written, str) and _WHOLE.fullmatch(written):
        return int(written)
    return float(written) if isinstance(written, str) and _NUMBER.fullmatch(written) else written


def _file(entry: Any) -> Any:
    return {**entry, "size": _number(entry.get("size"))} if isinstance(entry, dict) else entry
