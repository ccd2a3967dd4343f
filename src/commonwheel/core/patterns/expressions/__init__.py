"""Expressions: the one wrapper around the Common Expression Language.

Nothing outside this package knows the engine. Its faces:

- `sorts`: what a name in an expression can be, and how large.
- `names`: the names a pattern declares.
- `scope`: a set of declared names; `analysis.analyse` and `engine.compile_expression` read an expression in one.
- `engine`: compiled expressions, the facts they are run over, and their outcomes.
"""

from commonwheel.core.patterns.expressions.analysis import Analysis, analyse
from commonwheel.core.patterns.expressions.engine import Batch, Compiled, ExpressionRefused, Facts, compile_expression
from commonwheel.core.patterns.expressions.limits import ExpressionProblem, pattern_problem
from commonwheel.core.patterns.expressions.names import decision_scope, group_scope, pattern_scope
from commonwheel.core.patterns.expressions.outcomes import Fault, Outcome, Unknown
from commonwheel.core.patterns.expressions.scope import Scope, scope_of
from commonwheel.core.patterns.expressions.sorts import Sort

__all__ = [
    "Analysis",
    "Batch",
    "Compiled",
    "ExpressionProblem",
    "ExpressionRefused",
    "Facts",
    "Fault",
    "Outcome",
    "Scope",
    "Sort",
    "Unknown",
    "analyse",
    "compile_expression",
    "decision_scope",
    "group_scope",
    "pattern_problem",
    "pattern_scope",
    "scope_of",
]
