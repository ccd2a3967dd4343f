"""Expressions of the pattern language as JSON Logic."""

from collections.abc import Callable, Mapping
from typing import Any

from commonwheel.core.patterns.expressions import Compiled
from commonwheel.core.problems import Failure

_SAME: Mapping[str, str] = {
    "_&&_": "and", "_||_": "or", "!_": "!", "_==_": "==", "_!=_": "!=", "_<_": "<", "_<=_": "<=", "_>_": ">",
    "_>=_": ">=", "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_?_:_": "if", "-_": "-",
}  # fmt: skip
_NOTHING = [None, ""]


class CannotBeExported(Failure):
    """JSON Logic has no words for an expression; says what of it."""


def as_logic(expression: Compiled, settings: Mapping[str, Any], kinds: Mapping[str, str]) -> Any:
    """
    Return an expression as a rule of JSON Logic over the answers as Form.io keeps them.

    There yes and no are the texts `true` and `false`, and choices of many an object with a truth for each.

    Args:
        settings: their values, which are written in.
        kinds: the type of each question, by id.

    Raises:
        CannotBeExported: it uses what only a node knows, such as working days or areas.
    """
    return _Writer(settings, kinds).rule(expression.tree())


# Private


class _Writer:
    def __init__(self, settings: Mapping[str, Any], kinds: Mapping[str, str]) -> None:
        self.settings, self.kinds = settings, kinds

    def rule(self, node: Any) -> Any:
        kind = node.WhichOneof("expr_kind")
        write: Callable[[Any], Any] | None = {
            "const_expr": self._constant, "ident_expr": self._name, "select_expr": self._field,
            "call_expr": self._call, "list_expr": self._list,
        }.get(kind or "const_expr")  # fmt: skip
        if write is None:
            raise CannotBeExported("it goes through a list.")
        return write(getattr(node, kind or "const_expr"))

    @staticmethod
    def _constant(value: Any) -> Any:
        kind = value.WhichOneof("constant_kind")
        return None if kind is None else getattr(value, kind)

    def _name(self, name: Any) -> Any:
        return self._variable(name.name)

    def _field(self, select: Any) -> Any:
        operand = select.operand
        if operand.WhichOneof("expr_kind") == "ident_expr":
            return self._variable(f"{operand.ident_expr.name}.{select.field}")
        raise CannotBeExported("it reads a part of an answer.")

    def _variable(self, name: str) -> Any:
        base, _, rest = name.partition(".")
        if base == "settings":
            return self.settings[rest]
        if base in ("account", "authority", "decision", "today") or rest:
            raise CannotBeExported(f"it reads {name}, which only a node knows.")
        if self.kinds.get(name) == "yes-no":
            return {"==": [{"var": name}, "true"]}
        return {"var": name}

    def _list(self, made: Any) -> Any:
        return [self.rule(one) for one in made.elements]

    def _call(self, call: Any) -> Any:
        name, args = call.function, list(call.args)
        if call.HasField("target"):
            raise CannotBeExported(f"it uses `{name}`.")
        if name == "answered":
            return {"!": [{"in": [{"var": args[0].const_expr.string_value}, _NOTHING]}]}
        if name in ("@in", "_in_"):
            return self._inside(*args)
        if name in ("double", "int"):
            return self.rule(args[0])
        if name not in _SAME:
            raise CannotBeExported(f"it uses `{name}`.")
        return {_SAME[name]: [self.rule(one) for one in args]}

    def _inside(self, part: Any, whole: Any) -> Any:
        name = whole.ident_expr.name
        if self.kinds.get(name) == "checkboxes":
            return {"var": f"{name}.{self.rule(part)}"}
        return {"in": [self.rule(part), self.rule(whole)]}
