"""What an expression can come to: a value, unknown, or a fault. Never an exception, never a guess."""

from dataclasses import dataclass
from typing import Literal, NoReturn, TypeAlias

FaultCode = Literal["wrong-result", "failed"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """
    A fact that is needed is not known.

    Attributes:
        names: the names without a value, sorted; () where a fact about a place or a map's key is missing.
    """

    names: tuple[str, ...] = ()

    def __bool__(self) -> NoReturn:
        """Refuse to be taken for true or false: compare with `is True` instead."""
        raise TypeError("unknown is neither true nor false: compare with `is True`")


@dataclass(frozen=True, slots=True)
class Fault:
    """
    The expression went wrong: something for staff to mend, never truth.

    Attributes:
        code: `wrong-result` where the value has another type than declared, else `failed`.
        detail: the engine's own words, at most 200 characters.
    """

    code: FaultCode
    detail: str

    def __bool__(self) -> NoReturn:
        """Refuse to be taken for true or false: compare with `is True` instead."""
        raise TypeError("a fault is neither true nor false: compare with `is True`")


Outcome: TypeAlias = bool | int | Unknown | Fault
