"""The rules of each type of answer, for answers in the notation of examples.

`check_value` needs nothing but the question. What needs the rest of the journey (conditions, the
pattern's own checks, the council's area) is in `answering.checks`.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import phonenumbers

from commonwheel.core.patterns.answering.errors import NOT_GIVEN, AnswerCode, AnswerError
from commonwheel.core.patterns.expressions.values import is_text, read_date, read_minutes, read_moment
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.core.values.postcode import NotAPostcode, normalise

LONGEST: Mapping[str, int] = {"text": 200, "long-text": 2_000, "name": 200, "email": 254, "phone": 40}
"""Characters an answer has at most where the pattern does not say."""
BYTES_IN_MB = 1_048_576
_LONGEST_FILE_NAME, _LONGEST_MEDIA_TYPE = 255, 100
_LARGEST_NUMBER = 10**15
KINDS: Mapping[str, str] = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "text/csv": "csv",
    "text/plain": "txt",
}
"""The kind of file that patterns name, by media type; a stored file's `type` may be either."""

# docs/sources.md#national-insurance-number
_NATIONAL_INSURANCE = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]", re.ASCII)
_VEHICLE = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{2,8}", re.ASCII)
_BANK_ACCOUNT = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{8}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[^\s@<>\"(),:;\\.]{1,63}(\.[^\s@<>\"(),:;\\.]{1,63})+")
_UPRN = re.compile(r"[0-9]{1,12}", re.ASCII)
_LINE_BREAKS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_ADDRESS_KEYS = {"uprn": 12, "line": 500, "postcode": 10, "authority": 100}
_PLACE_KEYS = frozenset({"lat", "lon", "words", "postcode"})

Errors = Iterator[AnswerError]


def check_value(placed: Placed, value: Any) -> tuple[AnswerError, ...]:
    """
    Return what is wrong with an answer by itself.

    Args:
        value: in the notation of examples; anything at all is taken.

    Returns:
        () for a good answer. Of a group, members that have a condition may be missing.
    """
    if placed.type == "show":
        return (error(placed, "not-asked"),)
    return tuple(_RULES[placed.type](placed, value))


def error(placed: Placed, code: AnswerCode, part: str = "", **values: str | float) -> AnswerError:
    """Return an error of a question; where it has words of its own for a missing answer, with their address."""
    own = code in NOT_GIVEN and not part and getattr(placed.question, "missing", None)
    return AnswerError(placed.id, part, code, values, f"{placed.address}.missing" if own else "")


def is_phone(value: str) -> bool:
    """Say whether text is a telephone number that can exist: of the United Kingdom, or with a country code."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value, "GB"))
    except phonenumbers.NumberParseException:
        return False


def _text(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, str):
        yield error(placed, "not-readable")
    elif not is_text(value) or (placed.type != "long-text" and _LINE_BREAKS.search(value)):
        yield error(placed, "character")
    elif not value.strip():
        yield error(placed, "required")
    else:
        least = getattr(placed.question, "min", None) or 0
        most = getattr(placed.question, "max", None) or LONGEST[placed.type]
        yield from _between(placed, len(value), least, most, ("too-short", "too-long"))


def _formed(test: Callable[[str], object], code: AnswerCode, longest: int) -> Callable[[Placed, Any], Errors]:
    """Return the rule of text that has one form."""

    def rule(placed: Placed, value: Any) -> Errors:
        if not isinstance(value, str):
            yield error(placed, "not-readable")
        elif not is_text(value):
            yield error(placed, "character")
        elif not value:
            yield error(placed, "required")
        elif len(value) > longest:
            yield error(placed, "too-long", max=longest, found=len(value))
        elif not test(value):
            yield error(placed, code)

    return rule


def _choice(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, str) or value not in placed.choices:
        yield error(placed, "not-an-option")


def _choices(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        yield error(placed, "not-readable")
    elif not placed.choices.issuperset(value) or len(set(value)) != len(value):
        yield error(placed, "not-an-option")
    else:
        yield from _count(placed, value)


def _count(placed: Placed, value: Sequence[Any]) -> Errors:
    """Yield whether there are too few or too many; one is the least where the question is not optional."""
    least, most = getattr(placed.question, "min", None), getattr(placed.question, "max", None)
    if least is None:
        least = 0 if placed.optional else 1
    if not value and (placed.optional or least == 0):
        return
    yield from _between(placed, len(value), least, most, ("too-few", "too-many"))


def _number(placed: Placed, value: Any) -> Errors:
    decimals = getattr(placed.question, "decimals", None)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or (isinstance(value, float) and math.isnan(value))
    ):
        yield error(placed, "not-a-number")
    elif abs(value) >= _LARGEST_NUMBER:
        yield error(placed, "too-large" if value > 0 else "too-small")
    elif decimals is None and not isinstance(value, int):
        yield error(placed, "not-a-whole-number")
    elif decimals is not None and round(value, decimals) != value:
        yield error(placed, "too-precise", decimals=decimals)
    else:
        yield from _bounded(placed, value, None)


def _money(placed: Placed, value: Any) -> Errors:
    if isinstance(value, bool) or not isinstance(value, int):
        yield error(placed, "not-an-amount")
    elif abs(value) >= _LARGEST_NUMBER:
        yield error(placed, "too-large" if value > 0 else "too-small")
    else:
        yield from _bounded(placed, value, 0)


def _bounded(placed: Placed, value: float, floor: int | None) -> Errors:
    least, most = getattr(placed.question, "min", None), getattr(placed.question, "max", None)
    yield from _between(placed, value, floor if least is None else least, most, ("too-small", "too-large"))


def _between(placed: Placed, value: Any, least: Any, most: Any, codes: tuple[AnswerCode, AnswerCode]) -> Errors:
    """Yield the error of a value outside its bounds, which are numbers, days or times."""
    if least is not None and value < least:
        yield error(placed, codes[0], min=_said(least), found=_said(value))
    elif most is not None and value > most:
        yield error(placed, codes[1], max=_said(most), found=_said(value))


def _said(value: Any) -> str | float:
    return value if isinstance(value, int | float) else str(value)


def _truth(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, bool):
        yield error(placed, "not-an-option")


def _agreed(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, bool):
        yield error(placed, "not-readable")
    elif not value and not placed.optional:
        yield error(placed, "not-agreed")


def _date(placed: Placed, value: Any) -> Errors:
    day = read_date(value)
    if day is None:
        yield error(placed, "not-a-date")
    else:
        least, most = getattr(placed.question, "min", None), getattr(placed.question, "max", None)
        yield from _between(placed, day, least, most, ("too-early", "too-late"))


def _time(placed: Placed, value: Any) -> Errors:
    if read_minutes(value) is None:
        yield error(placed, "not-a-time")
    else:
        least, most = getattr(placed.question, "min", None), getattr(placed.question, "max", None)
        yield from _between(placed, value, least, most, ("too-early", "too-late"))


def _address(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, Mapping) or not value.keys() <= _ADDRESS_KEYS.keys():
        yield error(placed, "not-an-address")
        return
    texts = all(is_text(part) and len(part) <= _ADDRESS_KEYS[key] for key, part in value.items())
    if not texts or not _UPRN.fullmatch(value.get("uprn", "0")):
        yield error(placed, "not-an-address")
    elif not value.get("line", "").strip():
        yield error(placed, "line-missing")
    elif "postcode" in value and not is_postcode(value["postcode"]):
        yield error(placed, "not-a-postcode", "postcode")


def is_postcode(value: str) -> bool:
    """Say whether text is a postcode in its one written form."""
    try:
        return normalise(value) == value
    except NotAPostcode:
        return False


def _place(placed: Placed, value: Any) -> Errors:
    """Yield what is wrong with a place: a point with both its coordinates, or words, or both."""
    if not isinstance(value, Mapping) or not value.keys() <= _PLACE_KEYS or not _is_point(value):
        yield error(placed, "not-a-place")
    elif not is_text(value.get("words", "")) or len(value.get("words", "")) > _ADDRESS_KEYS["line"]:
        yield error(placed, "too-long", "words", max=_ADDRESS_KEYS["line"])
    elif not is_text(value.get("postcode", "")) or not is_postcode(value.get("postcode", "BN1 1AA")):
        yield error(placed, "not-a-postcode", "postcode")


def _is_point(value: Mapping[str, Any]) -> bool:
    """Say whether a place has both its coordinates, or only words."""
    if "lat" not in value and "lon" not in value:
        return "words" in value
    return _is_degrees(value.get("lat"), 90) and _is_degrees(value.get("lon"), 180)


def _is_degrees(value: Any, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most


def _slot(placed: Placed, value: Any) -> Errors:
    keys = isinstance(value, Mapping) and value.keys() == {"from", "until"}
    begins, ends = (read_moment(value[key]) if keys else None for key in ("from", "until"))
    if begins is None or ends is None or ends <= begins:
        yield error(placed, "not-a-slot")


def _files(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, list | tuple) or not all(map(_is_file, value)):
        yield error(placed, "not-a-file")
        return
    yield from _count(placed, value)
    accepted, most = getattr(placed.question, "accept", ()), getattr(placed.question, "max_mb", 0)
    for file in value:
        if KINDS.get(file["type"], file["type"]) not in accepted:
            yield error(placed, "file-kind", name=file["name"], options=", ".join(accepted))
        elif file["size"] > most * BYTES_IN_MB:
            yield error(placed, "file-too-large", name=file["name"], max=most)


def _signature(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, list | tuple) or len(value) != 1 or not _is_file(value[0]):
        yield error(placed, "not-a-file")


def _is_file(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    name, kind, size = value.get("name"), value.get("type"), value.get("size")
    texts = (
        is_text(name)
        and is_text(kind)
        and bool(name)
        and len(f"{name}") <= _LONGEST_FILE_NAME
        and len(f"{kind}") <= _LONGEST_MEDIA_TYPE
    )
    return texts and isinstance(size, int) and not isinstance(size, bool) and size >= 0


def _group(placed: Placed, value: Any) -> Errors:
    if not isinstance(value, list | tuple) or not all(isinstance(entry, Mapping) for entry in value):
        yield error(placed, "not-a-group")
        return
    yield from _count(placed, value)
    for number, entry in enumerate(value[:50]):
        for found in entry_errors(placed, entry):
            yield AnswerError(placed.id, f"{number}.{found.question}", found.code, found.values, found.address)


def entry_errors(group: Placed, entry: Mapping[str, Any]) -> Errors:
    """Yield what is wrong with one entry of a group by itself; the errors are of its members."""
    if not entry.keys() <= group.by_id.keys():
        yield error(group, "not-asked")
    for name, member in group.by_id.items():
        if name in entry:
            yield from check_value(member, entry[name])
        elif not member.optional and not member.when:
            yield error(member, "required")


_RULES: Mapping[str, Callable[[Placed, Any], Errors]] = {
    "text": _text,
    "long-text": _text,
    "name": _text,
    "email": _formed(_EMAIL.fullmatch, "not-an-email", LONGEST["email"]),
    "phone": _formed(is_phone, "not-a-phone", LONGEST["phone"]),
    "national-insurance": _formed(_NATIONAL_INSURANCE.fullmatch, "not-a-national-insurance", 9),
    "vehicle": _formed(_VEHICLE.fullmatch, "not-a-vehicle", 8),
    "bank-account": _formed(_BANK_ACCOUNT.fullmatch, "not-readable", 17),
    "radios": _choice,
    "select": _choice,
    "checkboxes": _choices,
    "number": _number,
    "money": _money,
    "yes-no": _truth,
    "declaration": _agreed,
    "date": _date,
    "time": _time,
    "file": _files,
    "signature": _signature,
    "address": _address,
    "place": _place,
    "slot": _slot,
    "group": _group,
}
