"""What is kept about people, on what ground, for how long."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from commonwheel.core.patterns.model.keys import Plain, Shape, Whole, doc, list_or_name

SpecialCategory = Literal[
    "racial-or-ethnic-origin",
    "political-opinions",
    "religious-or-philosophical-beliefs",
    "trade-union-membership",
    "genetic-data",
    "biometric-data",
    "health",
    "sex-life",
    "sexual-orientation",
    "criminal",
]


Special = Annotated[
    Annotated[Literal["none"], Tag("name")] | Annotated[tuple[SpecialCategory, ...], Field(min_length=1), Tag("list")],
    Discriminator(list_or_name),
]


class Keep(Shape):
    """A time to keep something, and what it counts from. Exactly one of days, months and years."""

    days: Whole | None = doc("Length in days.", None, ge=1)
    months: Whole | None = doc("Length in months.", None, ge=1)
    years: Whole | None = doc("Length in years.", None, ge=1)
    from_: Literal["closed", "last-contact", "end-of-financial-year", "subscription-end", "birthday"] = doc(
        "What the time counts from.", "closed", alias="from"
    )

    @model_validator(mode="after")
    def _one_length(self) -> "Keep":
        if sum(length is not None for length in (self.days, self.months, self.years)) != 1:
            raise PydanticCustomError("one-length", "expected {expected}", {"expected": "one of days, months or years"})
        return self


class Data(Shape):
    """The ground on which personal data is used (UK GDPR articles 6, 9 and 10), and how long it is kept."""

    power: Plain = doc("The law that gives the council the power or duty.")
    basis: Literal[
        "consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests"
    ] = doc("The lawful basis, UK GDPR article 6.")
    special: Special = doc("The special categories of data asked for (UK GDPR article 9), and `criminal`; or `none`.")
    keep: Keep = doc("How long a request and what it holds are kept.")
    then: Literal["delete", "anonymise", "review", "archive"] = doc("What happens when the time is over.")
