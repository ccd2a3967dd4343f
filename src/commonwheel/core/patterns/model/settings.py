"""The settings: what a council decides for itself, each with its type and bounds."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from commonwheel.core.patterns.model.keys import (
    ClockTime,
    Day,
    Key,
    Number,
    Plain,
    QuestionId,
    Shape,
    Truth,
    Whole,
    Words,
    doc,
)
from commonwheel.core.patterns.model.questions import Option


class SettingBase(Shape):
    """What every setting has."""

    FIXED: ClassVar = frozenset({"id", "type", "default", "decide", "min", "max", "was"})

    id: QuestionId = doc("Its name; expressions read it as `settings.ID`.")
    label: Words | None = doc("What it is, for the officer who sets it.", None)
    hint: Words | None = doc("Help for the officer who sets it.", None)
    decide: Truth = doc(
        "Whether each council gives a value of its own before the service goes live; the default is there to try it.",
        default=False,
    )
    was: tuple[QuestionId, ...] = doc("Former ids of this setting.", ())


class IntegerSetting(SettingBase):
    """A whole number."""

    type: Literal["integer"]
    default: Whole = doc("The value where no layer sets one.")
    min: Whole | None = doc("Smallest value a layer may set.", None)
    max: Whole | None = doc("Largest value a layer may set.", None)


class NumberSetting(SettingBase):
    """A number."""

    type: Literal["number"]
    default: Number = doc("The value where no layer sets one.")
    min: Number | None = doc("Smallest value a layer may set.", None)
    max: Number | None = doc("Largest value a layer may set.", None)


class MoneySetting(SettingBase):
    """An amount, in pence."""

    type: Literal["money"]
    default: Whole = doc("The value where no layer sets one, in pence.")
    min: Whole | None = doc("Smallest value a layer may set, in pence.", None)
    max: Whole | None = doc("Largest value a layer may set, in pence.", None)


class TextSetting(SettingBase):
    """Words."""

    type: Literal["text"]
    default: Annotated[Words, Key(text=True)] = doc("The value where no layer sets one.")
    max: Whole = doc("Most characters.", 500, ge=1, le=2_000)


class YesNoSetting(SettingBase):
    """Yes or no."""

    type: Literal["yes-no"]
    default: Truth = doc("The value where no layer sets one.")


class DateSetting(SettingBase):
    """A calendar day."""

    type: Literal["date"]
    default: Day = doc("The value where no layer sets one.")
    min: Day | None = doc("Earliest day a layer may set.", None)
    max: Day | None = doc("Latest day a layer may set.", None)


class TimeSetting(SettingBase):
    """A time of day."""

    type: Literal["time"]
    default: ClockTime = doc("The value where no layer sets one.")


class OptionsSetting(SettingBase):
    """The choices of a question, as a list of options."""

    type: Literal["options"]
    default: tuple[Option, ...] = doc("The choices where no layer sets them.", min_length=1)


class ContactSetting(SettingBase):
    """An email address, a telephone number or a web address."""

    type: Literal["email", "phone", "url"]
    default: Plain = doc("The value where no layer sets one.")


Setting = Annotated[
    IntegerSetting
    | NumberSetting
    | MoneySetting
    | TextSetting
    | YesNoSetting
    | DateSetting
    | TimeSetting
    | OptionsSetting
    | ContactSetting,
    Field(discriminator="type"),
]
