"""Flows of PlanX made up for the tests: by hand, and at random."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

NAMES = ("kind", "work", "property.constraints.planning")
VALUES = ("a", "a.b", "a.b.c", "d", "e", "")
FLAGS = ("flag.pp.one", "flag.pp.two")


def node(kind: int, *edges: str, **data: Any) -> dict[str, Any]:
    """A node with what it says and leads to."""
    return {"type": kind, "data": data} | ({"edges": list(edges)} if edges else {})


def flow(*edges: str, **nodes: dict[str, Any]) -> dict[str, Any]:
    """A flow whose root leads to these nodes."""
    return {"_root": {"edges": list(edges)}, **nodes}


def choice(value: str = "", *edges: str, text: str = "", **data: Any) -> dict[str, Any]:
    """An answer."""
    return node(200, *edges, text=text or value or "Other", **({"val": value} if value else {}), **data)


def question(name: str, *answers: str, kind: int = 100, text: str = "", **data: Any) -> dict[str, Any]:
    """A question with these answers."""
    return node(kind, *answers, text=text or f"Which {name or 'one'} is it?", **({"fn": name} if name else {}), **data)


@dataclass
class MadeUp:
    """
    Makes a flow at random: questions under answers, nodes in several places, data that is set and worked out.

    Attributes:
        chance: what decides.
        nodes: those made so far.
    """

    chance: Random
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    number: int = 0

    def flow(self) -> dict[str, Any]:
        """Return a whole flow."""
        return flow(*dict.fromkeys(self.some(self.chance.randint(3, 8), 0)), **self.nodes)

    def some(self, count: int, depth: int) -> Iterable[str]:
        for _ in range(count):
            cards = [key for key, one in self.nodes.items() if one["type"] != 200]
            if cards and self.chance.random() < 0.2:
                yield self.chance.choice(cards)
            else:
                yield self.one(depth)

    def put(self, made: dict[str, Any]) -> str:
        self.number += 1
        key = f"n{self.number}"
        self.nodes[key] = made
        return key

    def one(self, depth: int) -> str:
        chance = self.chance
        kind = chance.choice((100, 100, 100, 105, 105, 300, 380, 380, 500, 150, 700, 110, 250, 8, 145, 11))
        if kind in (100, 105, 500):
            return self.decision(kind, depth)
        if kind == 300:
            return self.put(
                node(300, *dict.fromkeys(self.some(2, depth + 1)), text="Folder") if depth < 3 else node(250)
            )
        name = chance.choice(NAMES[:2])
        made = {
            380: lambda: node(380, fn=name, val=chance.choice(VALUES[:5]), operation=chance.choice(("replace", "append", "removeAll"))),
            150: lambda: node(150, fn="size", title="How many?"),
            700: lambda: node(700, fn="large", formula=chance.choice(("larger(size, 9)", "smallerEq(10, size)", "size / 2")),
                              defaults={"size": 0}, formatOutputForAutomations=True),
            110: lambda: node(110, title="Say more", **({"fn": "words"} if chance.random() < 0.5 else {})),
            250: lambda: node(250, content="<p>Read this</p>"),
            8: lambda: node(8, title="Mind this", description="<p>Mind</p>", resetButton=chance.random() < 0.2),
            145: lambda: node(145, title="Files", fileTypes=[{"name": "Plan", "fn": "plan", "rule": {
                "condition": chance.choice(("RequiredIf", "AlwaysRequired")), "fn": name, "val": chance.choice(VALUES[:5])}}]),
            11: lambda: node(11, title="Constraints", fn=NAMES[2]),
        }  # fmt: skip
        return self.put(made[kind]())

    def decision(self, kind: int, depth: int) -> str:
        chance = self.chance
        name = chance.choice((*NAMES, "large", ""))
        values = list(VALUES)
        if kind == 500:
            values, name = [*FLAGS, ""], "flag"
        elif name == "large":
            values = ["true", "false"]
        chosen = chance.sample(values, chance.randint(1 if kind != 500 else 2, min(4, len(values))))
        answers = []
        for value in chosen:
            edges = dict.fromkeys(self.some(chance.randint(0, 2), depth + 1)) if depth < 3 else {}
            flags = {"flags": [chance.choice(FLAGS)]} if kind != 500 and chance.random() < 0.3 else {}
            answers.append(self.put(choice(value, *edges, **flags)))
        more = {"neverAutoAnswer": True} if chance.random() < 0.1 else {}
        return self.put(question(name, *answers, kind=kind, **more))
