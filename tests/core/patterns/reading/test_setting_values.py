"""Values of settings: read by the setting's type, held to its bounds."""

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter

from commonwheel.core.patterns.model.questions import Option
from commonwheel.core.patterns.model.settings import Setting
from commonwheel.core.patterns.reading.setting_values import fault_of_default, read_value

SETTING: TypeAdapter[Any] = TypeAdapter(Setting)


def setting(kind: str, default: Any, **keys: Any) -> Any:
    return SETTING.validate_python({"id": "it", "type": kind, "default": default, **keys})


@pytest.mark.parametrize(
    ("kind", "default", "keys", "written", "value"),
    [
        ("integer", "1", {"min": "0", "max": "5"}, "5", 5),
        ("integer", "1", {}, 5, 5),
        ("number", "1", {"max": "2"}, "1.5", 1.5),
        ("money", "1", {}, "1250", 1250),
        ("text", "a", {}, "words", "words"),
        ("yes-no", "true", {}, "false", False),
        ("date", "2026-01-01", {"min": "2026-01-01"}, "2026-02-28", dt.date(2026, 2, 28)),
        ("time", "09:00", {}, "17:30", "17:30"),
        ("email", "a@b.uk", {}, "team@council.gov.uk", "team@council.gov.uk"),
        ("phone", "01632 960000", {}, "+44 1632 960001", "+44 1632 960001"),
        ("url", "https://a.uk", {}, "https://b.uk/page", "https://b.uk/page"),
        (
            "options",
            [{"value": "a", "label": "A"}],
            {},
            [{"value": "b", "label": "B"}],
            (Option(value="b", label="B"),),
        ),
    ],
)
def test_a_value_is_read_by_its_type(kind: str, default: Any, keys: Any, written: Any, value: Any) -> None:
    assert read_value(setting(kind, default, **keys), written) == (value, "")


@pytest.mark.parametrize(
    ("kind", "default", "keys", "written", "expected"),
    [
        ("integer", "1", {"min": "0"}, "-1", "0 or more"),
        ("integer", "1", {"max": "5"}, "6", "5 or less"),
        ("integer", "1", {}, "1.5", "a whole number, such as 14"),
        ("integer", "1", {}, True, "a whole number, such as 14"),
        ("yes-no", "true", {}, "yes", "true or false"),
        ("date", "2026-01-01", {"max": "2026-12-31"}, "2027-01-01", "2026-12-31 or less"),
        ("text", "a", {"max": "3"}, "words", "at most 3 characters"),
        ("text", "a", {}, ["a"], "text"),
        ("email", "a@b.uk", {}, "team", "an email address"),
        ("phone", "01632 960000", {}, "ring us", "a telephone number"),
        ("url", "https://a.uk", {}, "javascript:alert(1)", "a web address that begins with https://"),
        ("options", [{"value": "a", "label": "A"}], {}, "b", "a list of options, each with `value` and `label`"),
        (
            "options",
            [{"value": "a", "label": "A"}],
            {},
            [{"value": "b", "label": "B"}] * 2,
            "options with a different value each",
        ),
    ],
)
def test_a_value_that_does_not_fit_says_what_would(
    kind: str, default: Any, keys: Any, written: Any, expected: str
) -> None:
    assert read_value(setting(kind, default, **keys), written) == (None, expected)


def test_a_default_is_held_to_the_same_bounds() -> None:
    assert fault_of_default(setting("integer", "9", max="5")) == "5 or less"
    assert fault_of_default(setting("integer", "5", max="5")) == ""
