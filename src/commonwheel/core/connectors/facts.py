"""What a publisher signs of a connector: enough to list it, and to write its page in the index without opening it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from packaging.specifiers import SpecifierSet
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from commonwheel.core.connectors.refusals import refusal
from commonwheel.core.connectors.wheels import Wheel

KIND = "connector"
_MOST_NAME = 80


class ConnectorFacts(BaseModel):
    """
    The signed facts of a wheel.

    Attributes:
        title: its name as its authors write it.
        licence: an SPDX expression.
        owner: who maintains it.
        run_by: who runs it, as its publisher says.
        metadata: SHA-256 of its METADATA file.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    kind: Literal["connector"]
    title: str = Field(min_length=1, max_length=120)
    version: str = Field(min_length=1, max_length=60)
    summary: str = Field(max_length=200)
    licence: str = Field(min_length=1, max_length=200)
    owner: str = Field(min_length=1, max_length=200)
    run_by: list[str] = Field(max_length=20)
    requires_python: str = Field(max_length=100)
    metadata: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("run_by")
    @classmethod
    def _are_names(cls, names: list[str]) -> list[str]:
        if not all(0 < len(name) <= _MOST_NAME and name.isprintable() for name in names):
            raise ValueError(f"each is a name of at most {_MOST_NAME} characters")
        return names

    @field_validator("requires_python")
    @classmethod
    def _is_specifier(cls, text: str) -> str:
        SpecifierSet(text)
        return text


def path_of(publisher: str, wheel: Wheel) -> str:
    """Return where a wheel stands in a commons: `PUBLISHER/NAME/FILE.whl`."""
    return f"{publisher}/{wheel.name.project}/{wheel.name.file}"


def facts_of(wheel: Wheel, *, run_by: Sequence[str] = ()) -> dict[str, Any]:
    """
    Return what its publisher signs of a wheel, as JSON values.

    Args:
        run_by: who runs it: names of bodies, not of people.

    Raises:
        WheelRefused: where they are not such names.
    """
    facts = {
        "kind": KIND,
        "title": wheel.title,
        "version": str(wheel.name.version),
        "summary": wheel.summary,
        "licence": wheel.licence,
        "owner": wheel.owner,
        "run_by": list(run_by),
        "requires_python": wheel.requires_python,
        "metadata": hashlib.sha256(wheel.metadata).hexdigest(),
    }
    return read_facts(facts).model_dump()


def read_facts(facts: Mapping[str, Any]) -> ConnectorFacts:
    """
    Return the facts of a connector.

    Raises:
        WheelRefused: where they are no such facts.
    """
    try:
        return ConnectorFacts.model_validate(dict(facts))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise refusal("facts-differ", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error


def hold_to_wheel(facts: ConnectorFacts, path: str, wheel: Wheel) -> None:
    """
    Hold what was signed to what a wheel says itself.

    Args:
        path: where the commons has it.

    Raises:
        WheelRefused: where the two differ.
    """
    said = facts_of(wheel, run_by=facts.run_by)
    differ = [key for key, value in facts.model_dump().items() if said[key] != value]
    if differ or path != path_of(path.partition("/")[0], wheel):
        raise refusal("facts-differ", ", ".join(differ) or path)
