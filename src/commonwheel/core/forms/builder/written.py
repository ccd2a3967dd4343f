"""Conditions that the first form builders keep as text, such as `applicant.age >= 18 and not resident`."""

import ast
from collections.abc import Mapping

from commonwheel.core.forms.terms import Answer, Call, Constant, Operator, Term, both, either, negated
from commonwheel.core.problems import Failure

LONGEST = 1_000
_COMPARE: Mapping[type[ast.cmpop], Operator] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_REACHES: Mapping[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_NAMES: Mapping[str, object] = {"true": True, "false": False, "null": None}


class CannotRead(Failure):
    """A written condition is not one that can be read; says why."""


def read_written(text: str) -> Term:
    """
    Return the condition that a text says.

    The language of the builders' expressions (npm's expr-eval) is written as Python's own, as far as forms use it:
    comparisons, `and`, `or`, `not`, `in`, sums, brackets and names with points.

    Raises:
        CannotRead: it is too long, or says something else.
    """
    if len(text) > LONGEST:
        raise CannotRead(f"it has more than {LONGEST:,} characters.")
    try:
        tree = ast.parse(text.strip(), mode="eval")
        return _term(tree.body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise CannotRead("it is not written as the builder’s expressions are.") from None


# Private


def _term(node: ast.expr) -> Term:  # noqa: PLR0911  # one line a kind of node reads best
    if isinstance(node, ast.Constant):
        return Constant(node.value)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _name(node)
    if isinstance(node, ast.BoolOp):
        join = both if isinstance(node.op, ast.And) else either
        return join(*map(_term, node.values))
    if isinstance(node, ast.UnaryOp):
        return _unary(node)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _comparison(node)
    if isinstance(node, ast.BinOp) and type(node.op) in _REACHES:
        return Call(_REACHES[type(node.op)], (_term(node.left), _term(node.right)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "length" and node.args:
        return Call("length", (_term(node.args[0]),))
    raise CannotRead("it says something that is neither a comparison nor and, or, not.")


def _name(node: ast.expr) -> Term:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        raise CannotRead("a name in it is not the name of a question.")
    whole = ".".join((node.id, *parts))
    return Constant(_NAMES[whole]) if whole in _NAMES else Answer(whole)


def _unary(node: ast.UnaryOp) -> Term:
    if isinstance(node.op, ast.Not):
        return negated(_term(node.operand))
    if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        if isinstance(value, (int, float)):
            return Constant(-value)
    raise CannotRead("it says something that is neither a comparison nor and, or, not.")


def _comparison(node: ast.Compare) -> Term:
    left, right = _term(node.left), _term(node.comparators[0])
    kind = type(node.ops[0])
    if kind is ast.In:
        return Call("has", (right, left))
    if kind is ast.NotIn:
        return negated(Call("has", (right, left)))
    if kind not in _COMPARE:
        raise CannotRead("it compares in a way that no form does.")
    return Call(_COMPARE[kind], (left, right))
