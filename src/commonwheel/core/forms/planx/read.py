"""A flow of PlanX (Open Digital Planning) as a form of ours.

Source: the published flow, a map of nodes with `type`, `data` and `edges`, from `_root`; what its parts mean is told in
`flow`, `passport` and `nodes`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from commonwheel.core.forms.cel import expression
from commonwheel.core.forms.leaves import CannotBeSaid, Known
from commonwheel.core.forms.names import named
from commonwheel.core.forms.planx import kinds
from commonwheel.core.forms.planx.flow import Flow, Node, read_flow
from commonwheel.core.forms.planx.nodes import SHOWN, Nodes, Shown
from commonwheel.core.forms.planx.ways import Ways, is_end, name_of, text_in
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.routes import UNREACHED as BEHIND_SETTING
from commonwheel.core.forms.source import Asked, End, Form, Page, Said
from commonwheel.core.forms.terms import FALSE, TRUE, Answer, Call, Term, both, either
from commonwheel.core.patterns.expressions.limits import LONGEST_EXPRESSION

KIND = "planx"
_HERE_BY_ITSELF = "Every service has it by itself."
_ELSEWHERE = "The file does not have it: import it too, or export the flow with all it uses."
_AS_SOON = "The form ends as soon as the answers tell that it does, even if PlanX would show more before it."
_OFFICE = "It is for where what was sent goes on to. What questions are answered by it stands in their conditions."
_WHY_NOT: Mapping[int, tuple[str, str]] = {
    kinds.SECTION: ("A section", "A pattern has pages, and shows how far one has come by itself."),
    kinds.SET: ("Data that is set", _OFFICE),
    kinds.CALCULATE: ("What is worked out", f"{_OFFICE} Write a fee under `fee`."),
    kinds.SET_FEE: ("A fee", "Write it under `fee`."),
    kinds.PAY: ("Paying", "Write what it costs under `fee`: each node takes payments by itself."),
    kinds.REVIEW: ("Checking the answers", _HERE_BY_ITSELF),
    kinds.SEND: ("Sending", "Each council says on its node where what was sent goes on to."),
    kinds.FEEDBACK: ("Asking for feedback", "Every service asks how satisfied people are by itself."),
    kinds.RESULT: ("A result", "A pattern has no flags: say in words or stops what follows from the answers."),
    kinds.NOTE: ("A note", "It is for those who edit the flow."),
}  # fmt: skip


def is_planx(value: Any) -> bool:
    """Tell whether a source is a flow."""
    root = value.get(kinds.ROOT) if isinstance(value, dict) else None
    return isinstance(root, dict) and isinstance(root.get("edges"), list)


def read_planx(value: dict[str, Any], report: Report) -> Form:
    """Return a form; what of it did not come across is noted in the report."""
    return _Reading(read_flow(value, report), report).form()


# Private


@dataclass(slots=True)
class _Reading:
    flow: Flow
    report: Report
    shared: Counter[str] = field(default_factory=Counter)
    known: Mapping[str, Known] = field(default_factory=dict)
    afterwards: str = ""

    def form(self) -> Form:
        cards = [self.flow.nodes[key] for key in self.flow.order if self._is_card(self.flow.nodes[key])]
        self.shared = Counter(map(name_of, cards))
        values = dict(self._values())
        ways = Ways(self.flow, values, self._key).find()
        nodes = Nodes(self.report, values, self._key, ways, self.flow.nodes)
        read = [(node, shown) for node in cards if (shown := self._read(node, nodes, ways)) is not None]
        stopping = self._stopping(read, ways)
        pages = [self._page(node, shown, ways) for node, shown in read if node.id not in stopping]
        self.known = named(pages, self.report)
        ends = tuple(
            end
            for node, shown in read
            if node.id in stopping
            for end in self._end(node, shown, stopping[node.id], ways)
        )
        checked = tuple(self._checked(page, ways) for page in pages)
        self._close()
        return Form(
            KIND, title=self._title(cards), pages=checked, known=self.known, ends=ends, afterwards=self.afterwards
        )  # fmt: skip

    def _is_card(self, node: Node) -> bool:
        return node.kind != kinds.ANSWER and node.kind not in kinds.FOLDERS

    def _key(self, node: Node) -> str:
        """Return the key of a question: with the name that PlanX notes it under, where no other has it."""
        name = name_of(node)
        return f"{name if self.shared[name] == 1 else ''} /{node.id}"

    def _title(self, cards: list[Node]) -> str:
        """Return what the flow is called: a flow has no title, so its first heading stands for it."""
        from_words = (_heading(node) for node in cards if kinds.ROOT in self.flow.parents[node.id])
        return next(filter(None, from_words), "")

    def _values(self) -> Iterator[tuple[str, str]]:
        """Yield the id of each answer with the value it is kept as: that of PlanX, or else its words."""
        for node in self.flow.nodes.values():
            if node.kind not in kinds.DECISIONS:
                continue
            answers = [self.flow.nodes[key] for key in node.children]
            noted, words = (Counter(text_in(one, key) for one in answers) for key in ("val", "text"))
            taken: set[str] = set()
            for one in answers:
                wanted = [text_in(one, "val")] if noted[text_in(one, "val")] == 1 else []
                wanted += [text_in(one, "text")] if words[text_in(one, "text")] == 1 else []
                value = next((each for each in wanted if each and each not in taken), one.id)
                taken.add(value)
                yield one.id, value

    def _read(self, node: Node, nodes: Nodes, ways: Ways) -> Shown | None:
        """Return what a node shows; None where it is no page, which is told of."""
        if node.kind in SHOWN:
            if ways.asked[node.id] == FALSE and ways.arrive[node.id] != FALSE:
                self._answered(node)
                return None
            return nodes.shown(node)
        if node.kind == kinds.SENT:
            self._sent(node, nodes)
        elif node.kind in _WHY_NOT:
            self.report.leave(_WHY_NOT[node.kind][0], node.where, _WHY_NOT[node.kind][1])
        else:
            self.report.count("questions", kept=False)
            self.report.leave(
                f"A node of type {node.kind}", node.where, "It is of no kind that PlanX is known to have."
            )
        node.data.close()
        return None

    def _answered(self, node: Node) -> None:
        """Tell of a question that is never put to people, since PlanX answers it by what is known by then."""
        label = text_in(node, "text") or text_in(node, "title")
        if node.kind == kinds.FILTER:
            label = "What the answers came to"
        else:
            self.report.count("questions")
            self.report.count("options", len(node.children))
        self.report.count("conditions")
        why = "Other answers say it already: it is not asked, and what follows from it follows from them."
        self.report.change(f"“{label}”", node.where, why)
        for one in (node, *(self.flow.nodes[answer] for answer in node.children)):
            one.data.close()

    def _sent(self, node: Node, nodes: Nodes) -> None:
        """Keep the first words that everybody reads once it is sent."""
        heading = node.data.text("heading")
        parts = [nodes.rich(node.data, key) for key in ("description", "moreInfo", "contactInfo")]
        listed = [
            f"<li><strong>{one.text('title')}</strong> {nodes.rich(one, 'description')}</li>"
            for one in node.data.each("nextSteps")
        ]
        if listed:
            parts.insert(1, "".join(("<ul>", *listed, "</ul>")))
        words = "\n\n".join(filter(None, parts))
        self.report.count("texts", kept=not self.afterwards)
        if self.afterwards:
            self.report.leave(f"“{heading}”", node.where, "Only one text is read by everybody once it is sent.")
        else:
            self.afterwards = words
        nodes.close(node)

    def _page(self, node: Node, shown: Shown, ways: Ways) -> Page:
        self.report.count("pages")
        when = ways.asked[node.id]
        if node.id in self.flow.moved:
            why = "It stands in several places, and is asked once: at the last of them."
            self.report.change(f"“{shown.title or _label(shown)}”", node.where, why)
        reached = node.id not in ways.dead
        return Page(node.id, shown.title, node.where, shown.items, None if when == TRUE else when, reached, shown.text)

    def _stopping(self, read: list[tuple[Node, Shown]], ways: Ways) -> dict[str, Term]:
        """Return when each node ends the form: once what stands before it for the same people is answered."""
        found: dict[str, Term] = {}
        before: dict[Term, str] = {}
        for node, shown in read:
            when = ways.asked[node.id]
            if not is_end(node):
                before.update((when, asked.key) for asked in _asked(shown) if _surely(asked))
            elif when in before:
                found[node.id] = both(Call("given", (Answer(before[when]),)), when)
            elif when != TRUE:
                found[node.id] = when
            else:
                self.report.change("An end that everybody comes to", node.where, "Its words stand on a page.")
        return found

    def _end(self, node: Node, shown: Shown, when: Term, ways: Ways) -> Iterator[End]:
        """Yield an end; one that too many ways lead to for one condition, several times with some of them each."""
        text = "\n\n".join(filter(None, (shown.text, *(item.text for item in shown.items if isinstance(item, Said)))))
        said = list(self._in_parts(when))
        reason = next(filter(None, map(self._unsayable, said)), "")
        if node.id in ways.unsaid:
            reason = "too many ways lead to it."
        self.report.count("conditions", kept=not reason)
        if reason:
            self.report.leave("When the form ends here", node.where, f"It ends for nobody, because {reason}")
            said = [BEHIND_SETTING]
        self.report.change("An end of the form", node.where, _AS_SOON)
        for number, term in enumerate(said):
            yield End(f"{node.id}/{number}" if number else node.id, shown.title, node.where, text, term)

    def _in_parts(self, term: Term) -> Iterator[Term]:
        """Yield a condition, in several of which one must be true where it is too long."""
        if not (isinstance(term, Call) and term.op == "or" and self._unsayable(term)):
            yield term
            return
        half = len(term.args) // 2
        yield from self._in_parts(either(*term.args[:half]))
        yield from self._in_parts(either(*term.args[half:]))

    def _checked(self, page: Page, ways: Ways) -> Page:
        """Return a page whose condition the language can say; what it cannot is told of."""
        node = self.flow.nodes[page.key]
        if node.id in ways.unsaid:
            self.report.count("conditions", kept=False)
            self.report.leave("When this is shown", node.where, "It is shown to all: too many ways lead to it.")
        if node.id in ways.always_asked:
            self.report.count("conditions", kept=False)
            self.report.leave(f"When “{_label_of(page)}” is answered by PlanX", node.where, ways.always_asked[node.id])
        elif node.id in ways.told:
            self.report.count("conditions")
        if not isinstance(page.shown, Call):
            return page
        reason = self._unsayable(page.shown)
        self.report.count("conditions", kept=not reason)
        if reason:
            self.report.leave("When this is shown", node.where, f"It is shown to all, because {reason}")
            return replace(page, shown=None)
        return page

    def _unsayable(self, term: Term) -> str:
        try:
            text = expression(term, self.known)
        except CannotBeSaid as reason:
            return str(reason)
        return f"it is longer than {LONGEST_EXPRESSION:,} characters." if len(text) > LONGEST_EXPRESSION else ""

    def _close(self) -> None:
        """Tell of what the folders say, and of all that nobody asked for."""
        for node in self.flow.nodes.values():
            if node.kind == kinds.OUTSIDE and not node.children:
                self.report.leave(f"Another flow, {text_in(node, 'flowId')}", node.where, _ELSEWHERE)
            if node.kind in kinds.FOLDERS:
                if node.data.value:
                    self.report.leave("The name of a folder", node.where, "It is for those who edit the flow.")
                node.data.close()


def _surely(asked: Asked) -> bool:
    """Whether everybody who comes to its page answers a question."""
    return not asked.optional and asked.shown is None


def _asked(shown: Shown) -> Iterator[Asked]:
    return (item for item in shown.items if isinstance(item, Asked))


def _heading(node: Node) -> str:
    text = text_in(node, "content") if node.kind == kinds.CONTENT else ""
    start, end = text.find("<h1"), text.find("</h1>")
    return text[start:end] + "</h1>" if 0 <= start < end else ""


def _label(shown: Shown) -> str:
    first = next(_asked(shown), None)
    return first.label if first else "Words"


def _label_of(page: Page) -> str:
    return page.title or next((asked.label for asked in page.questions), "Words")
