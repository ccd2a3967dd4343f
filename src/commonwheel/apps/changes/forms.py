"""What an officer types of a change. Validation only; whether it can be is the layer's to say."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.utils.translation import gettext as said

from commonwheel.apps.changes.rules.signing import Rule
from commonwheel.core.forms.write import Given
from commonwheel.core.layers.conflicts import Choice
from commonwheel.core.packages.starting import Begun, NewService, name_of
from commonwheel.core.patterns.versions.parts import Part
from commonwheel.core.places.duties import DUTIES
from commonwheel.foundation.boxes import BoxForm, Field


class DecisionForm(BoxForm):
    """What is chosen where an update and our changes do not agree: `choice`, and `own` where that is chosen."""

    @property
    def choice(self) -> Choice:
        """What was chosen."""
        return cast("Choice", self.texts["choice"])

    @property
    def own(self) -> str:
        """Our own words; "" where others are taken."""
        return self.texts.get("own", "") if self.choice == "own" else ""

    def clean(self) -> dict[str, Any]:
        """Refuse own words that say nothing."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("choice") == "own" and not found.get("own", "").strip():
            self.add_error("own", said("Write what it shall say"))
        return found


class RuleForm(BoxForm):
    """What an administrator says of the sign-off of one part."""

    def rule_of(self, part: Part) -> Rule:
        """Return it as a rule; the owner's part is always asked for."""
        texts = self.texts
        return Rule(
            part=part,
            is_asked=part == "owner" or texts["is_asked"] == "yes",
            role="" if texts["role"] == "none" else texts["role"],
            emails=tuple(line.strip().lower() for line in texts["emails"].splitlines() if line.strip()),
            by_another=texts["by_another"] == "yes",
        )


class OwnForm(BoxForm):
    """What an officer says of any service of the council's own."""

    def clean(self) -> dict[str, Any]:
        """Refuse a title that makes no name, and years that are none."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("title") and not name_of(found["title"]):
            self.add_error("title", said("Use letters from A to Z in the title"))
        if found.get("years") and not re.fullmatch(r"[1-9][0-9]?", found["years"].strip()):
            self.add_error("years", said("Enter a whole number of years, from 1 to 99"))
        return found


class BringForm(OwnForm):
    """What an officer says of a service that is made of a form they have."""

    def given(self, publisher: str) -> Given:
        """Return it, as what is decided of the service."""
        texts = self.texts
        return Given(
            publisher=publisher,
            duty=texts["duty"],
            lgsl=DUTIES[texts["duty"]].lgsl[0],
            name=name_of(texts["title"]),
            duty_known=True,
            title=texts["title"],
            power=texts["power"],
            basis=texts["basis"],
            years=int(texts["years"]),
        )


class StartForm(OwnForm):
    """What an officer says of a service that is not there yet."""

    def new_service(self, publisher: str, *, blocks: Mapping[str, Begun]) -> NewService:
        """Return it, as a service of a publisher; `blocks` are those that it can begin with, by what uses them."""
        texts = self.texts
        return NewService(
            name=name_of(texts["title"]),
            publisher=publisher,
            title=texts["title"],
            summary=texts["summary"],
            page=texts["page"],
            question=texts["question"],
            duty=texts["duty"],
            power=texts["power"],
            basis=texts["basis"],
            years=int(texts["years"]),
            begun=blocks.get(texts.get("block", "")),
        )


def start_fields(blocks: Mapping[str, Begun]) -> list[Field]:
    """Return what an officer says of a service that is not there yet; `blocks` are those that it can begin with."""
    return [
        Field("title", said("What is it called?"), hint=said("Begin with a verb, such as Ask for a bench")),
        Field("summary", said("What does it do, and for whom?"), hint=said("One sentence")),
        Field("page", said("Heading of the first page")),
        Field("question", said("What is asked there?"), hint=said("More pages and questions are added afterwards")),
        *_ground(),
        *_block_field(blocks),
    ]


def bring_fields() -> list[Field]:
    """Return what an officer says of a service that is made of a form they have."""
    return [
        Field("title", said("What is it called?"), hint=said("Begin with a verb, such as Ask for a bench")),
        *_ground(),
    ]


def _ground() -> list[Field]:
    """Return what only people can decide of a service: its duty, its law, and the data it holds."""
    bases = (
        ("public-task", said("A task in the public interest that the law gives us")),
        ("legal-obligation", said("The law obliges us to")),
        ("contract", said("A contract with the resident")),
        ("consent", said("The resident agrees, and can take that back at any time")),
        ("vital-interests", said("It protects somebody’s life")),
        ("legitimate-interests", said("Legitimate interests, ours or others’")),
    )
    duties = tuple((duty.name, duty.label) for duty in DUTIES.values())
    return [
        Field("duty", said("Which of the council’s duties does it belong to?"), "select", choices=duties),
        Field("power", said("Which law lets the council do this?"), hint=said("Such as Localism Act 2011, section 1")),
        Field("basis", said("On which ground is personal data used?"), "radios", choices=bases),
        Field(
            "years",
            said("For how many years is a request kept after it is closed?"),
            hint=said("Then it is deleted by itself"),
            value="1",
        ),
    ]


def _block_field(blocks: Mapping[str, Begun]) -> Iterator[Field]:
    if blocks:
        choices = (("none", said("None")), *((use, f"{one.block.title} ({use})") for use, one in blocks.items()))
        hint = said("Questions that other services of ours share, on a page of their own")
        yield Field(
            "block", said("Which shared questions does it begin with?"), "radios", hint, "none", choices=choices
        )


def download_fields(version: str) -> list[Field]:
    """Return what an officer says of a version that others shall have."""
    hint = said("Three numbers: the first grows where something is gone, the second where something is new")
    return [
        Field("version", said("Number of this version"), hint=hint, value=version),
        Field("changed", said("What has changed since the last one?"), "area", said("Who takes it reads this")),
    ]


def example_fields() -> list[Field]:
    """Return what an officer gives of an example."""
    hint = said("The text of an example, as whoever writes shared services makes them. It must come out as it says.")
    return [Field("text", said("Example"), "area", hint)]


def question_fields() -> list[Field]:
    """Return what an officer says of a new question."""
    kinds = (
        ("text", said("A line of text")), ("long-text", said("Several lines of text")), ("yes-no", said("Yes or no")),

        ("radios", said("One of a few choices")), ("checkboxes", said("Any of a few choices")),
        ("date", said("A date")),
        ("number", said("A number")),
    )  # fmt: skip
    needed = (("no", said("Yes, everybody")), ("yes", said("No, it can be left out")))
    return [
        Field("label", said("What is asked?")),
        Field("hint", said("Hint under the question (optional)"), is_required=False),
        Field("type", said("How is it answered?"), "radios", value="text", choices=kinds),
        Field("options", said("Choices"), "area", said("One on each line, where there are choices"), is_required=False),
        Field("optional", said("Must it be answered?"), "radios", value="no", choices=needed),
    ]
