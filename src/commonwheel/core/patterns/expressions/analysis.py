"""What an expression reads, gives and may cost: found from its checked tree before it is ever run."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from cel_expr_python import cel

from commonwheel.core.patterns.expressions.costs import DEAREST, DEEPEST_LOOPS, call_cost, call_sort
from commonwheel.core.patterns.expressions.limits import ExpressionProblem, problem, text_problem, too_deep
from commonwheel.core.patterns.expressions.scope import Scope
from commonwheel.core.patterns.expressions.sorts import ANY, ASSUMED_SIZE, Sort, list_of, text
from commonwheel.core.patterns.expressions.tree import read_tree
from commonwheel.core.patterns.model.reserved import OUR_FUNCTIONS

Expected = Literal["bool", "int"]
_RESULTS = {"bool": cel.Type.BOOL, "int": cel.Type.INT}
_WORDS = {"bool": "true or false", "int": "a whole number"}
_ERROR = re.compile(r"^(?:[A-Z_]+: )?ERROR: <input>:(-?\d+):(-?\d+): (.*)$", re.MULTILINE)
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']*)' applied to '(.*)'")
_MOST_PROBLEMS = 5
Read: TypeAlias = tuple[int, Sort]
"""What a part of an expression costs at most, and what it gives."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """
    What is known of an expression before it runs.

    Attributes:
        reads: names it reads that must have a value.
        guarded: names that stand in `answered("…")` and may lack one.
        result: the engine's name of the result's type, such as `BOOL`; "" where it does not compile.
        cost: an upper bound of steps, from declared maxima.
        problems: why it cannot be used; () where it can.
    """

    reads: frozenset[str] = frozenset()
    guarded: frozenset[str] = frozenset()
    result: str = ""
    cost: int = 0
    problems: tuple[ExpressionProblem, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every name it depends on."""
        return self.reads | self.guarded


def analyse(expression: str, scope: Scope, *, expected: Expected | None = None) -> Analysis:
    """
    Return what `expression` reads and costs, and every reason why it cannot be used.

    Args:
        expected: the type its result must have; None for any.
    """
    return examine(expression, scope, expected)[0]


@lru_cache(maxsize=4_096)
def examine(expression: str, scope: Scope, expected: Expected | None) -> tuple[Analysis, cel.Expression | None]:
    """Return an expression's analysis with the engine's compiled form (None where it has a problem)."""
    refused = text_problem(expression)
    if refused is not None:
        return Analysis(problems=(refused,)), None
    try:
        program = scope.compile(expression)
    except RuntimeError as error:
        return Analysis(problems=tuple(_engine_problems(expression, str(error)))), None
    reader = _Reader(scope, read_tree(program.serialize()), expression)
    cost, _ = reader.read(reader.tree.expr)
    problems = (*reader.problems, *_whole_problems(expression, program.return_type(), expected, cost))
    analysis = Analysis(
        reads=frozenset(reader.reads - reader.guarded),
        guarded=frozenset(reader.guarded),
        result=program.return_type().name(),
        cost=cost,
        problems=tuple(sorted(set(problems))),
    )
    return analysis, None if problems else program


def _whole_problems(
    expression: str, gives: cel.Type, expected: Expected | None, cost: int
) -> Iterator[ExpressionProblem]:
    """Yield what is wrong with an expression as a whole: its result's type, its cost."""
    if expected is not None and gives not in (_RESULTS[expected], cel.Type.DYN):
        mend = f"Its result is {gives.name().lower()}: compare it with something, or read another name."
        yield problem("expression-wrong-result", expression, _WORDS[expected], mend)
    if cost > DEAREST:
        mend = "Read shorter lists, or lower the `max` of what it reads."
        yield problem("expression-too-costly", expression, f"at most {DEAREST:,} steps; this may take {cost:,}", mend)


def _engine_problems(expression: str, message: str) -> Iterator[ExpressionProblem]:
    """Yield the engine's complaints in plain words, each at its line and column."""
    if "recursion" in message:
        yield too_deep(expression)
        return
    found = _ERROR.findall(message)[:_MOST_PROBLEMS] or [("0", "0", message)]
    lines = expression.splitlines()
    for line, column, words in found:
        row, start = int(line), int(column)
        rest = lines[row - 1][start - 1 :] if 0 < row <= len(lines) and start > 0 else expression
        yield _engine_problem(words, rest, row, start)


def _engine_problem(words: str, rest: str, line: int, column: int) -> ExpressionProblem:
    """Return one complaint of the engine in plain words; `rest` is the text from where it stands."""
    if name := _UNDECLARED.search(words):
        mend = "Check the spelling. Settings are read as `settings.x`, the resident's facts as `account.x`."
        return problem(
            "expression-unknown-name", name[1], "a name this pattern declares", mend, line=line, column=column
        )
    if types := _OVERLOAD.search(words):
        mend = f"`{types[1].strip('_@')}` does not take {types[2]}. Compare text with text, numbers with numbers."
        return problem("expression-wrong-types", rest, "values that go together", mend, line=line, column=column)
    mend = f"The expression cannot be read here: {words.removeprefix('Syntax error: ')[:120]}."
    return problem("expression-not-readable", rest, "an expression such as `age >= 18`", mend, line=line, column=column)


@dataclass
class _Reader:
    """Walks a checked tree once; gives cost and sort of each part, and collects names and problems."""

    scope: Scope
    tree: Any
    expression: str
    reads: set[str] = field(default_factory=set)
    guarded: set[str] = field(default_factory=set)
    problems: list[ExpressionProblem] = field(default_factory=list)
    _bound: dict[str, Sort] = field(default_factory=dict)
    _loops: int = 0

    def read(self, node: Any) -> Read:
        """Return the cost and sort of a part of the tree."""
        kind = node.WhichOneof("expr_kind") or "const_expr"
        return _READERS[kind](self, getattr(node, kind), node.id)

    def read_constant(self, constant: Any, _: int) -> Read:
        return 1, text(len(constant.string_value)) if constant.string_value else Sort("any", 1)

    def read_ident(self, ident: Any, _: int) -> Read:
        name = ident.name.removeprefix(".")
        if name in self._bound:
            return 1, self._bound[name]
        if name in self.scope.names:
            self.reads.add(name)
        return 1, self.scope.names.get(name, ANY)

    def read_select(self, select: Any, node: int) -> Read:
        cost, operand = self.read(select.operand)
        sort = operand.field(select.field)
        if sort is None:
            keys = ", ".join(key for key, _ in operand.fields or ())
            self._complain("expression-unknown-field", select.field, f"one of {keys}", "Check the spelling.", node)
        return cost + 1, ANY if sort is None else sort

    def read_call(self, call: Any, node: int) -> Read:
        if call.function == "answered":
            return self._answered(call, node)
        parts = [call.target, *call.args] if call.HasField("target") else list(call.args)
        read = [self.read(part) for part in parts]
        sorts = [sort for _, sort in read]
        return sum(cost for cost, _ in read) + call_cost(call.function, sorts), call_sort(call.function, sorts)

    def _answered(self, call: Any, node: int) -> Read:
        name = call.args[0].const_expr.string_value
        if name in self.scope.names:
            self.guarded.add(name)
        else:
            mend = 'Write a question\'s id in quotes, as in `answered("email")`.'
            self._complain("expression-unknown-name", name or self.expression, "the id of a question", mend, node)
        return 5, Sort("bool")

    def read_list(self, made: Any, _: int) -> Read:
        read = [self.read(part) for part in made.elements]
        return 1 + sum(cost for cost, _ in read), list_of(read[0][1] if read else None, len(read))

    def read_map(self, made: Any, _: int) -> Read:
        parts = [part for entry in made.entries for part in (entry.map_key, entry.value)]
        return 1 + sum(self.read(part)[0] for part in parts), Sort("map", len(made.entries))

    def read_loop(self, loop: Any, node: int) -> Read:
        range_cost, over = self.read(loop.iter_range)
        start_cost, start = self.read(loop.accu_init)
        gathered = list_of(None, over.size) if loop.accu_init.HasField("list_expr") else start
        outer = dict(self._bound)
        self._bind(loop.iter_var, _entry(over), node)
        self._bound[loop.accu_var] = gathered
        self._loops += 1
        if self._loops == DEEPEST_LOOPS + 1:
            mend = "Loop over one list within another at most."
            expected = f"at most {DEEPEST_LOOPS} loops within each other"
            self._complain("expression-too-many-loops", loop.iter_var, expected, mend, node)
        turn = self.read(loop.loop_condition)[0] + self.read(loop.loop_step)[0]
        self._loops -= 1
        end = self.read(loop.result)[0]
        self._bound = outer
        return range_cost + start_cost + over.size * turn + end + 1, gathered

    def _bind(self, name: str, sort: Sort, node: int) -> None:
        taken = name in self.scope.names or name in OUR_FUNCTIONS
        if taken or any(full.startswith(f"{name}.") for full in self.scope.names):
            mend = "Call the loop's own name something that no question, setting or function is called."
            self._complain("expression-name-taken", name, "a name of its own", mend, node)
        self._bound[name] = sort

    def _complain(self, code: str, found: str, expected: str, mend: str, node: int) -> None:
        offset = next((entry.value for entry in self.tree.source_info.positions if entry.key == node), 0)
        before = self.expression[:offset]
        line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
        self.problems.append(problem(code, found, expected, mend, line=line, column=column))


_READERS: Mapping[str, Callable[[_Reader, Any, int], Read]] = {
    "const_expr": _Reader.read_constant,
    "ident_expr": _Reader.read_ident,
    "select_expr": _Reader.read_select,
    "call_expr": _Reader.read_call,
    "list_expr": _Reader.read_list,
    "struct_expr": _Reader.read_map,
    "comprehension_expr": _Reader.read_loop,
}


def _entry(over: Sort) -> Sort:
    """Return the sort of what a loop over `over` sees: a list's entries, a map's keys."""
    if over.kind == "map":
        return text(ASSUMED_SIZE)
    return over.of or ANY
