"""The checked tree of an expression, read from the engine's own serialised form.

The engine writes `cel.expr.CheckedExpr` (cel-spec, `proto/cel/expr/checked.proto`). No package on
the registry carries classes generated from it, so the few messages needed are described here and
handed to protobuf. What is left out of the description is skipped on reading.
"""

from typing import Any

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory

_PACKAGE = "commonwheel.cel"
# The numbers protobuf gives types (11 is a message) and labels (1 is optional, 3 is repeated).
_SCALARS = {"double": 1, "int64": 3, "string": 9, "bool": 8}
# message: (field name, number, type, repeated); a number is what cel-spec gives the field.
_MESSAGES: dict[str, list[tuple[str, int, str, bool]]] = {
    "Constant": [
        ("bool_value", 2, "bool", False),
        ("int64_value", 3, "int64", False),
        ("double_value", 5, "double", False),
        ("string_value", 6, "string", False),
    ],
    "Reference": [("name", 1, "string", False), ("overload_id", 3, "string", True)],
    "ReferenceEntry": [("key", 1, "int64", False), ("value", 2, "Reference", False)],
    "Ident": [("name", 1, "string", False)],
    "Select": [("operand", 1, "Expr", False), ("field", 2, "string", False), ("test_only", 3, "bool", False)],
    "Call": [("target", 1, "Expr", False), ("function", 2, "string", False), ("args", 3, "Expr", True)],
    "CreateList": [("elements", 1, "Expr", True)],
    "Entry": [("map_key", 3, "Expr", False), ("value", 4, "Expr", False)],
    "CreateStruct": [("entries", 2, "Entry", True)],
    "Comprehension": [
        ("iter_var", 1, "string", False),
        ("iter_range", 2, "Expr", False),
        ("accu_var", 3, "string", False),
        ("accu_init", 4, "Expr", False),
        ("loop_condition", 5, "Expr", False),
        ("loop_step", 6, "Expr", False),
        ("result", 7, "Expr", False),
        ("iter_var2", 8, "string", False),
    ],
    "Expr": [
        ("id", 2, "int64", False),
        ("const_expr", 3, "Constant", False),
        ("ident_expr", 4, "Ident", False),
        ("select_expr", 5, "Select", False),
        ("call_expr", 6, "Call", False),
        ("list_expr", 7, "CreateList", False),
        ("struct_expr", 8, "CreateStruct", False),
        ("comprehension_expr", 9, "Comprehension", False),
    ],
    "Position": [("key", 1, "int64", False), ("value", 2, "int64", False)],
    "SourceInfo": [("positions", 4, "Position", True)],
    "CheckedExpr": [
        ("references", 2, "ReferenceEntry", True),
        ("expr", 4, "Expr", False),
        ("source_info", 5, "SourceInfo", False),
    ],
}
_ONE_OF = {"Expr": "expr_kind", "Constant": "constant_kind"}
"""Messages of whose fields one is set, `id` apart, and what that is called."""


def _described() -> Any:
    """Return the class of `CheckedExpr`, made from the description above in a pool of its own."""
    file = descriptor_pb2.FileDescriptorProto(name="commonwheel/cel.proto", package=_PACKAGE, syntax="proto3")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        if name in _ONE_OF:
            message.oneof_decl.add(name=_ONE_OF[name])
        for field, number, kind, repeated in fields:
            scalar: Any = _SCALARS.get(kind, 11)
            label: Any = 3 if repeated else 1
            added = message.field.add(name=field, number=number, label=label, type=scalar)
            if name in _ONE_OF and field != "id":
                added.oneof_index = 0
            if kind not in _SCALARS:
                added.type_name = f".{_PACKAGE}.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.CheckedExpr"))


_CHECKED = _described()


def read_tree(serialized: bytes) -> Any:
    """Return the `CheckedExpr` in what the engine serialised (an `Any` around it)."""
    wrapped = any_pb2.Any.FromString(serialized)
    return _CHECKED.FromString(wrapped.value)
