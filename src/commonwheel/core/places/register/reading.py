"""The register as text (JSON), read and written.

One object: `as_of`, `authorities`, `parts` and `powers`. Facts that change are lists of objects with `from` (the first
day) and `until` (the first day no more), each left out where not known or without end.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from commonwheel.core.places.register.authority import (
    ALWAYS,
    KINDS,
    NATIONS,
    Authority,
    Dated,
    Days,
    Kind,
    Name,
    Nation,
    Part,
    Power,
)
from commonwheel.core.places.register.register import Register
from commonwheel.core.problems import Failure

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CODE = re.compile(r"[EWSN][0-9]{8}", re.ASCII)
T = TypeVar("T")
Json = Mapping[str, Any]


class RegisterIsBroken(Failure):
    """The text is not a register as we write it."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"The register of authorities cannot be read: {where}: {why}.")
        self.where = where
        self.why = why


def read_register(text: str) -> Register:
    """
    Return the register of a text.

    Raises:
        RegisterIsBroken: the text has another form, with the place in it.
        RegisterContradictsItself: its parts do not fit together.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise RegisterIsBroken("the text", f"it is not JSON ({problem})") from problem
    if not isinstance(whole, dict):
        raise RegisterIsBroken("the text", "it is not an object")
    return Register(
        _each(whole, "authorities", _authority),
        _each(whole, "parts", _part),
        _each(whole, "powers", _power),
        as_of=_day(whole, "as_of", "the text") or _missing("the text", "as_of"),
    )


def write_register(register: Register) -> str:
    """Return the register as text: the same register always as the same text, an authority a line."""
    lists = {
        "authorities": [_authority_json(each) for each in register.authorities.values()],
        "parts": [
            {
                "whole": each.whole,
                "part": each.part,
                **_days_json(each.days),
                **({"partly": True} if each.is_partly else {}),
            }
            for each in sorted(register.parts, key=lambda each: (each.whole, each.part, str(each.days)))
        ],
        "powers": [_power_json(each) for each in sorted(register.powers, key=lambda each: (each.holder, each.duty))],
    }
    lines = [f'{{"as_of": "{register.as_of}"']
    for name, values in lists.items():
        rows = ",\n".join(json.dumps(value, ensure_ascii=False) for value in values)
        lines.append(f'"{name}": [\n{rows}\n]')
    return ",\n".join(lines) + "}\n"


def _authority(row: Json, where: str) -> Authority:
    id_ = _text(row, "id", where)
    if not _ID.fullmatch(id_):
        raise RegisterIsBroken(where, f"{id_!r} is no id: small letters and digits, with hyphens between")
    where = id_
    return Authority(
        id=id_,
        names=_dated(row, "names", where, _name),
        codes=_dated(row, "codes", where, _code) if row.get("codes") else (),
        kinds=_dated(row, "kinds", where, _kind),
        nation=cast("Nation", _one_of(row, "nation", NATIONS, where)),
        days=_days(row, where),
        into=tuple(sorted(row.get("into", ()))),
        is_announced=row.get("announced", False) is True,
        page=_text(row, "page", where, ""),
        phone=_text(row, "phone", where, ""),
        source=_text(row, "source", where, ""),
        source_page=_text(row, "source_page", where, ""),
    )


def _name(row: Json, where: str) -> Name:
    return Name(_text(row, "full", where), _text(row, "short", where), _text(row, "welsh", where, ""))


def _code(row: Json, where: str) -> str:
    code = _text(row, "code", where)
    if not _CODE.fullmatch(code):
        raise RegisterIsBroken(where, f"{code!r} is not a GSS code")
    return code


def _kind(row: Json, where: str) -> Kind:
    return cast("Kind", _one_of(row, "kind", KINDS, where))


def _part(row: Json, where: str) -> Part:
    return Part(
        _text(row, "whole", where), _text(row, "part", where), _days(row, where), row.get("partly", False) is True
    )


def _power(row: Json, where: str) -> Power:
    return Power(
        _text(row, "holder", where),
        _text(row, "duty", where),
        _days(row, where),
        _day(row, "shared_until", where),
        _text(row, "law", where),
        _text(row, "law_page", where),
        tuple(sorted(row.get("outside", ()))),
    )


def _each(whole: Json, key: str, read: Callable[[Json, str], T]) -> list[T]:
    rows = whole.get(key, [])
    if not isinstance(rows, list):
        raise RegisterIsBroken(key, "it is not a list")
    return [read(_object(row, f"{key} {number}"), f"{key} {number}") for number, row in enumerate(rows, start=1)]


def _dated(row: Json, key: str, where: str, read: Callable[[Json, str], T]) -> tuple[Dated[T], ...]:
    rows = row.get(key)
    if not isinstance(rows, list) or not rows:
        raise RegisterIsBroken(where, f"{key} is not a list with something in it")
    return tuple(Dated(read(_object(each, f"{where}, {key}"), where), _days(each, f"{where}, {key}")) for each in rows)


def _object(row: object, where: str) -> Json:
    if not isinstance(row, dict):
        raise RegisterIsBroken(where, "it is not an object")
    return row


def _text(row: Json, key: str, where: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str):
        raise RegisterIsBroken(where, f"{key} is not a text")
    return value


def _one_of(row: Json, key: str, allowed: Iterable[str], where: str) -> str:
    value = _text(row, key, where)
    if value not in allowed:
        raise RegisterIsBroken(where, f"{key} is {value!r}, not one of {', '.join(allowed)}")
    return value


def _days(row: Json, where: str) -> Days:
    begins, ends = _day(row, "from", where), _day(row, "until", where)
    if begins is None and ends is None:
        return ALWAYS
    if begins is not None and ends is not None and begins >= ends:
        raise RegisterIsBroken(where, f"it ends on {ends}, before it begins on {begins}")
    return Days(begins, ends)


def _day(row: Json, key: str, where: str) -> dt.date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as problem:
        raise RegisterIsBroken(where, f"{key} is {value!r}, not a day like 2027-04-01") from problem


def _missing(where: str, key: str) -> dt.date:
    raise RegisterIsBroken(where, f"{key} is missing")


def _authority_json(each: Authority) -> dict[str, object]:
    row: dict[str, object] = {
        "id": each.id,
        "names": [_without_empty(_name_json(one.value), one.days) for one in each.names],
        "codes": [_without_empty({"code": one.value}, one.days) for one in each.codes],
        "kinds": [_without_empty({"kind": one.value}, one.days) for one in each.kinds],
        "nation": each.nation,
        **_days_json(each.days),
        "into": list(each.into),
        "announced": each.is_announced,
        "page": each.page,
        "phone": each.phone,
        "source": each.source,
        "source_page": each.source_page,
    }
    return {key: value for key, value in row.items() if value not in ("", [], False)}


def _name_json(name: Name) -> dict[str, str]:
    return {"full": name.full, "short": name.short, "welsh": name.welsh}


def _power_json(each: Power) -> dict[str, object]:
    row = {"holder": each.holder, "duty": each.duty, "law": each.law, "law_page": each.law_page}
    shared = {"shared_until": str(each.shared_until)} if each.shared_until else {}
    outside = {"outside": list(each.outside)} if each.outside else {}
    return {**row, **_days_json(each.days), **shared, **outside}


def _without_empty(row: Mapping[str, str], days: Days) -> dict[str, str]:
    return {**{key: value for key, value in row.items() if value}, **_days_json(days)}


def _days_json(days: Days) -> dict[str, str]:
    return {key: str(day) for key, day in (("from", days.begins), ("until", days.ends)) if day is not None}
