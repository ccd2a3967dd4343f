"""The fields of a form, by type of question: what was typed, turned into the notation of examples.

A reader returns the answer, or `BLANK` where nothing was given, and raises `Misread` for what cannot
be read at all. Bounds and forms are the rules' matter (`answering.rules`).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import phonenumbers

from commonwheel.core.patterns.answering.errors import AnswerCode
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.core.places.point import NotOnTheMap, read_point
from commonwheel.core.problems import Failure
from commonwheel.core.values.money import NotAnAmount, read_pounds
from commonwheel.core.values.postcode import NotAPostcode, normalise

LONGEST_FIELD = 25_000
"""Characters of one control that are looked at; more is too long for every type."""
BLANK: Final = object()
"""Nothing was given."""

Posted = Mapping[str, Sequence[str]]
FindProperty = Callable[[str], Mapping[str, Any] | None]
"""Finds a property of the council's register by UPRN: {uprn, line, postcode, authority}, or None."""
FindPostcode = Callable[[str], Mapping[str, float] | None]
"""Finds the middle of a postcode: {lat, lon}, or None."""

_MONTHS = (
    "january february march april may june july august september october november december",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
)
_MONTH: Mapping[str, int] = {
    short: number
    for language in _MONTHS
    for number, name in enumerate(language.split(), start=1)
    for short in (name, name[:3])
}
_NUMBER = re.compile(r"-?(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(?:\.([0-9]{1,18}))?", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm)?", re.ASCII)
_NAMED_TIMES: Mapping[str, str] = {"midnight": "00:00", "midday": "12:00", "noon": "12:00"}
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", re.ASCII)
_YES, _NO = frozenset({"yes", "true", "on", "1"}), frozenset({"no", "false", "0"})
_ADDRESS = ("uprn", "line", "postcode", "authority")
_HALF_DAY, _DAY, _HOUR = 12, 24, 60


class Misread(Failure):
    """
    What was typed cannot be read as an answer.

    Attributes:
        faults: code and part (such as `day`) of each thing wrong, at least one.
    """

    def __init__(self, *faults: tuple[AnswerCode, str]) -> None:
        self.faults = faults
        super().__init__(f"This cannot be read as an answer: {faults[0][0]}. Type it again.")


@dataclass(frozen=True, slots=True)
class Form:
    """
    What was posted, as the readers see it.

    Attributes:
        posted: values by name of control.
        find_property, find_postcode: look-ups of the council's register.
        files: files of the page, already stored, by question.
        stored: the answers that the page, or the entry, had before.
    """

    posted: Posted
    find_property: FindProperty
    find_postcode: FindPostcode
    files: Mapping[str, Sequence[Mapping[str, Any]]]
    stored: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def one(self, placed: Placed, *parts: str) -> str:
        """Return what was typed in a control, trimmed; the first that holds something where it has several names."""
        for part in parts or ("",):
            values = self.all(f"{placed.id}-{part}" if part else placed.id)
            if values and values[-1].strip():
                return values[-1].strip()
        return ""

    def all(self, control: str) -> list[str]:
        """Return all values of a control; a character that cannot be kept is refused with `Misread`."""
        values = self.posted.get(control, ())
        values = (values,) if isinstance(values, str) else values
        texts = [unicodedata.normalize("NFC", value) for value in values if len(value) <= LONGEST_FIELD]
        if len(texts) < len(values):
            raise Misread(("too-long", ""))
        if any(char == "\x00" or "\ud800" <= char <= "\udfff" for text in texts for char in text):
            raise Misread(("character", ""))
        return texts


def read_field(placed: Placed, form: Form) -> Any:
    """
    Return the answer a form gives to a question, in the notation of examples, or `BLANK`.

    Raises:
        Misread: it cannot be read.
    """
    return _READERS[placed.type](placed, form)


def controls(placed: Placed, posted: Posted) -> dict[str, list[str]]:
    """Return what was posted for a question, by control, for showing it again; over-long text is cut."""
    names = (name for name in posted if name == placed.id or name.startswith(f"{placed.id}-"))
    return {name: [value[:LONGEST_FIELD] for value in _listed(posted[name])] for name in names}


def _listed(values: Sequence[str]) -> Sequence[str]:
    return (values,) if isinstance(values, str) else values


def _text(placed: Placed, form: Form) -> Any:
    return form.one(placed).replace("\r\n", "\n").replace("\r", "\n") or BLANK


def _closed_up(placed: Placed, form: Form) -> Any:
    """Return text in capitals without spaces, dots or hyphens: a registration or National Insurance number."""
    return re.sub(r"[\s.-]", "", form.one(placed)).upper() or BLANK


def _phone(placed: Placed, form: Form) -> Any:
    """Return a number as it is dialled here, or with its country code; one that is none stays as it was typed."""
    typed = form.one(placed)
    try:
        number = phonenumbers.parse(typed[:60], "GB")
    except phonenumbers.NumberParseException:
        return typed or BLANK
    if not phonenumbers.is_possible_number(number):
        return typed
    home = number.country_code == phonenumbers.country_code_for_region("GB")
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _choices(placed: Placed, form: Form) -> Any:
    return list(dict.fromkeys(value for value in form.all(placed.id) if value)) or BLANK


def _yes_no(placed: Placed, form: Form) -> Any:
    typed = form.one(placed).lower()
    if not typed:
        return BLANK
    if typed not in _YES | _NO:
        raise Misread(("not-an-option", ""))
    return typed in _YES


def _declaration(placed: Placed, form: Form) -> Any:
    agreed = form.one(placed).lower()
    return BLANK if not agreed or agreed in _NO else True


def _number(placed: Placed, form: Form) -> Any:
    typed = "".join(form.one(placed).split())
    if not typed:
        return BLANK
    found = _NUMBER.fullmatch(typed)
    if not found:
        raise Misread(("not-a-number", ""))
    decimals, plain = getattr(placed.question, "decimals", None), typed.replace(",", "")
    if decimals is None and found[1] is not None:
        raise Misread(("not-a-whole-number", ""))
    if decimals is not None and len(found[1] or "") > decimals:
        raise Misread(("too-precise", ""))
    return int(plain) if decimals is None else float(plain)


def _money(placed: Placed, form: Form) -> Any:
    typed = form.one(placed)
    if not typed:
        return BLANK
    try:
        return read_pounds(typed)
    except NotAnAmount:
        raise Misread(("not-an-amount", "")) from None


def _date(placed: Placed, form: Form) -> Any:
    day, month, year = (form.one(placed, part) for part in ("day", "month", "year"))
    if not (day or month or year):
        return BLANK
    missing: list[tuple[AnswerCode, str]] = [
        (code, part) for code, part, typed in _missing_parts(day, month, year) if not typed
    ]
    if missing:
        raise Misread(*missing)
    if re.fullmatch(r"[0-9]{1,3}", year, re.ASCII):
        raise Misread(("year-too-short", "year"))
    return real_date(day, month, year)


def _missing_parts(day: str, month: str, year: str) -> tuple[tuple[AnswerCode, str, str], ...]:
    return ("day-missing", "day", day), ("month-missing", "month", month), ("year-missing", "year", year)


def real_date(day: str, month: str, year: str) -> str:
    """
    Return a date as ISO 8601 from what was typed; the month as a number or a word, English or Welsh.

    Raises:
        Misread: there is no such day.
    """
    number = _MONTH.get(month.lower().rstrip("."), 0) or (int(month) if _is_digits(month, 2) else 0)
    if not _is_digits(day, 2) or not _is_digits(year, 4) or not number:
        raise Misread(("not-a-date", ""))
    try:
        return dt.date(int(year), number, int(day)).isoformat()
    except ValueError:
        raise Misread(("not-a-date", "")) from None


def _is_digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most


def _time(placed: Placed, form: Form) -> Any:
    hour, minute = form.one(placed, "hour"), form.one(placed, "minute")
    typed = f"{hour}:{minute or '00'}" if hour or minute else form.one(placed)
    if not typed:
        return BLANK
    plain = "".join(typed.lower().split())
    if plain in _NAMED_TIMES:
        return _NAMED_TIMES[plain]
    found = _CLOCK.fullmatch(plain)
    if not found or (found[2] is None and found[3] is None):
        raise Misread(("not-a-time", ""))
    return _clock(int(found[1]), int(found[2] or 0), found[3])


def _clock(hour: int, minute: int, half: str | None) -> str:
    if half and not 1 <= hour <= _HALF_DAY:
        raise Misread(("not-a-time", ""))
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    if hour >= _DAY or minute >= _HOUR:
        raise Misread(("not-a-time", ""))
    return f"{hour:02}:{minute:02}"


def _bank_account(placed: Placed, form: Form) -> Any:
    sort_code, number = (re.sub(r"[\s-]", "", form.one(placed, part)) for part in ("sort_code", "account_number"))
    if not sort_code and not number:
        return BLANK
    faults: list[tuple[AnswerCode, str]] = []
    if not re.fullmatch(r"[0-9]{6}", sort_code, re.ASCII):
        faults.append(("not-a-sort-code", "sort_code"))
    if not re.fullmatch(r"[0-9]{6,8}", number, re.ASCII):
        faults.append(("not-an-account-number", "account_number"))
    if faults:
        raise Misread(*faults)
    return f"{sort_code[:2]}-{sort_code[2:4]}-{sort_code[4:]} {number.zfill(8)}"


def _address(placed: Placed, form: Form) -> Any:
    chosen = form.one(placed, "uprn") or form.one(placed)
    first, second = form.one(placed, "line_1", "line1"), form.one(placed, "line_2", "line2")
    town, postcode = form.one(placed, "town"), form.one(placed, "postcode")
    by_hand = form.one(placed, "typed").lower() in _YES
    if chosen and not by_hand:
        return _property(chosen, form)
    if first or second or town or (by_hand and postcode):
        return _typed_address(first, second, town, postcode)
    if postcode:
        raise Misread(("not-an-address", "postcode"))
    return BLANK


def _property(uprn: str, form: Form) -> dict[str, str]:
    found = form.find_property(uprn) if _is_digits(uprn, 12) else None
    if found is None:
        raise Misread(("not-an-address", ""))
    return {key: str(found[key]) for key in _ADDRESS if found.get(key)}


def _typed_address(first: str, second: str, town: str, postcode: str) -> dict[str, str]:
    faults: list[tuple[AnswerCode, str]] = []
    if not first:
        faults.append(("line-missing", "line_1"))
    if not town:
        faults.append(("town-missing", "town"))
    code = _postcode(postcode)
    if code is None:
        faults.append(("not-a-postcode", "postcode"))
    if faults:
        raise Misread(*faults)
    address = {"line": ", ".join(part for part in (first, second, town) if part)}
    return {**address, "postcode": code} if code else address


def _postcode(typed: str) -> str | None:
    """Return a postcode in its one written form, "" where nothing was typed, None where it is none."""
    try:
        return normalise(typed) if typed else ""
    except NotAPostcode:
        return None


def _place(placed: Placed, form: Form) -> Any:
    words, postcode = form.one(placed, "words"), form.one(placed, "postcode")
    code = _postcode(postcode)
    if code is None:
        raise Misread(("not-a-postcode", "postcode"))
    said = {key: text for key, text in (("words", words), ("postcode", code)) if text}
    point = _point(placed, form, said)
    return {**said, **point} or BLANK


def _point(placed: Placed, form: Form, said: Mapping[str, str]) -> Mapping[str, float]:
    """Return the point of a place: as typed in its boxes, as written among the words, or the postcode's middle."""
    lat, lon = form.one(placed, "lat"), form.one(placed, "lon")
    if not (lat or lon):
        return _point_said(form, said)
    if not _DEGREES.fullmatch(lat) or not _DEGREES.fullmatch(lon):
        raise Misread(("not-a-place", ""))
    typed = {"lat": float(lat), "lon": float(lon)}
    before = form.stored.get(placed.id) or {}
    # The boxes may still hold what words and postcode gave before they were changed: that is no point of its own.
    changed = any(before.get(key) != said.get(key) for key in ("words", "postcode"))
    was_said = changed and typed.items() <= before.items() and _point_said(form, before) == typed
    return _point_said(form, said) if was_said else typed


def _point_said(form: Form, said: Mapping[str, Any]) -> Mapping[str, float]:
    try:
        spot = read_point(said.get("words", ""))
    except NotOnTheMap:
        raise Misread(("off-the-map", "words")) from None
    if spot is not None:
        return {"lat": spot.lat, "lon": spot.lon}
    middle = form.find_postcode(said["postcode"]) if "postcode" in said else None
    return {"lat": float(middle["lat"]), "lon": float(middle["lon"])} if middle else {}


def _slot(placed: Placed, form: Form) -> Any:
    """Return the slot chosen: `FROM/UNTIL` in one control, or one control each."""
    chosen = form.one(placed)
    begins, ends = form.one(placed, "from"), form.one(placed, "until")
    if chosen:
        begins, _, ends = chosen.partition("/")
    return {"from": begins, "until": ends} if begins or ends else BLANK


def _files(placed: Placed, form: Form) -> Any:
    return [dict(file) for file in form.files.get(placed.id, ())] or BLANK


def _signature(placed: Placed, form: Form) -> Any:
    """Return the picture uploaded, or a typed name as a file of no bytes, of type `typed`."""
    uploaded = _files(placed, form)
    if uploaded is not BLANK:
        return uploaded
    name = form.one(placed, "name") or form.one(placed)
    return [{"name": name, "type": "typed", "size": 0}] if name else BLANK


_READERS: Mapping[str, Callable[[Placed, Form], Any]] = {
    "text": _text,
    "long-text": _text,
    "name": _text,
    "email": _text,
    "radios": _text,
    "select": _text,
    "phone": _phone,
    "national-insurance": _closed_up,
    "vehicle": _closed_up,
    "checkboxes": _choices,
    "yes-no": _yes_no,
    "declaration": _declaration,
    "number": _number,
    "money": _money,
    "date": _date,
    "time": _time,
    "bank-account": _bank_account,
    "address": _address,
    "place": _place,
    "slot": _slot,
    "file": _files,
    "signature": _signature,
}
