"""The shape of a layer: what one council, or a wider owner, changes of a pattern it did not write."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Tag, model_validator
from pydantic_core import PydanticCustomError

from commonwheel.core.patterns.model.companions import Translated
from commonwheel.core.patterns.model.keys import (
    EVERY_KEY,
    Digest,
    FullName,
    Plain,
    QuestionId,
    Shape,
    Slug,
    Version,
    Whole,
    doc,
)

Address = Annotated[str, Plain]


class OfLayer(Shape):
    """The base of what a layer's own file is made of."""

    FIXED: ClassVar = EVERY_KEY


class MadeAgainst(OfLayer):
    """What lay directly beneath when the layer was written: a release, with the wider layers over it."""

    version: Version = doc("The version of the pattern.")
    digest: Digest = doc("The digest of the effective pattern beneath.")


class Set(OfLayer):
    """Gives keys of one element new values."""

    at: Address = doc("The element: ids from the top, joined by dots; `pattern` for the service itself.")
    set: dict[str, Any] = doc("The keys and their new values.", min_length=1)


class Unset(OfLayer):
    """Takes keys from one element."""

    at: Address = doc("The element.")
    unset: tuple[Plain, ...] = doc("The keys.", min_length=1)


class Add(OfLayer):
    """Adds an element beside another one, or at the end of a list. Exactly one of after, before and in."""

    add: dict[str, Any] = doc("The element, with an id of its own.")
    after: Address | None = doc("The element it follows.", None)
    before: Address | None = doc("The element it comes before.", None)
    in_: Address | None = doc("The list it ends.", None, alias="in")

    @model_validator(mode="after")
    def _one_place(self) -> "Add":
        _one_of(self.after, self.before, self.in_)
        return self


class Move(OfLayer):
    """Moves an element. Exactly one of after, before and in."""

    move: Address = doc("The element.")
    after: Address | None = doc("The element it shall follow.", None)
    before: Address | None = doc("The element it shall come before.", None)
    in_: Address | None = doc("The list it shall end.", None, alias="in")

    @model_validator(mode="after")
    def _one_place(self) -> "Move":
        _one_of(self.after, self.before, self.in_)
        return self


class Remove(OfLayer):
    """Removes an element."""

    remove: Address = doc("The element.")
    because: Plain = doc("Why, for whoever merges the next release.")


def _one_of(*places: str | None) -> None:
    if sum(place is not None for place in places) != 1:
        raise PydanticCustomError("one-place", "expected {expected}", {"expected": "one of after, before or in"})


def _operation(value: Any) -> str:
    """Tell which operation a change is; what is none of them is read as `set`, the commonest, and refused as that."""
    if not isinstance(value, dict):
        return type(value).__name__.lower() if isinstance(value, Shape) else "set"
    return next((name for name in ("add", "move", "remove", "unset") if name in value), "set")


Change = Annotated[
    Annotated[Set, Tag("set")]
    | Annotated[Unset, Tag("unset")]
    | Annotated[Add, Tag("add")]
    | Annotated[Move, Tag("move")]
    | Annotated[Remove, Tag("remove")],
    Discriminator(_operation),
]
ValueDigest = Annotated[str, Plain]


class Settled(OfLayer):
    """A conflict that was decided, so that merging again asks nothing."""

    at: Address = doc("Where it was.")
    base: str = doc(
        "Digest of the value beneath when the layer was made; or `absent`.", pattern=r"^([0-9a-f]{64}|absent)$"
    )
    theirs: str = doc("Digest of the new release's value; or `absent`.", pattern=r"^([0-9a-f]{64}|absent)$")
    ours: str = doc("Digest of the layer's value; or `absent`.", pattern=r"^([0-9a-f]{64}|absent)$")
    choice: Literal["theirs", "ours", "own"] = doc("What was chosen; `own` is an ordinary change beside it.")


class Layer(OfLayer):
    """The changes of one owner, in the order in which they are made."""

    language: Whole = doc("The version of this language.")
    layer: Slug = doc("Who the layer belongs to.")
    pattern: FullName = doc("The pattern it lies on, `publisher/name`.")
    made_against: MadeAgainst = doc("What it was made against.")
    settings: dict[QuestionId, Any] = doc("Values of settings; short for setting the value of each.", {})
    changes: tuple[Change, ...] = doc("Changes, made in this order.", ())
    translations: dict[str, dict[str, Translated]] = doc(
        "Translations of what the layer says, by language and address.", {}
    )
    settled: tuple[Settled, ...] = doc("Conflicts that were decided.", ())
