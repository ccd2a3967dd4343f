"""
Hostile pattern folders: each as large, deep or twisted as somebody who means harm could make it.

`FOLDERS` is by name; each makes the files of one folder. Each must be refused, or read, in little time.
"""

from collections.abc import Callable, Mapping

from tests.support.pattern_text import PATTERN, folder

Files = Mapping[str, bytes]
Make = Callable[[], Files]
FOLDERS: dict[str, Make] = {}
STEPS = PATTERN.index("steps:\n")
STOPS = PATTERN.index("stops:\n")
CASE = PATTERN.index("case:\n")


def hostile(make: Make) -> Make:
    """Add a folder under the name of its function, with hyphens."""
    FOLDERS[make.__name__.replace("_", "-")] = make
    return make


def _with_steps(steps: str) -> dict[str, bytes]:
    return folder(PATTERN[:STEPS] + "steps:\n" + steps + "\n" + PATTERN[CASE:])


def _with_stops(whens: list[str]) -> dict[str, bytes]:
    stops = "".join(f'  - {{id: stop-{each}, when: "{when}", title: Stop}}\n' for each, when in enumerate(whens))
    return folder(PATTERN[:STOPS] + "stops:\n" + stops + "\n" + PATTERN[CASE:])


def _message(text: str, name: str = "received") -> dict[str, bytes]:
    return {f"messages/{name}.md": f"---\nsubject: Hello\n---\n\n{text}\n".encode()}


def _said(text: str) -> dict[str, bytes]:
    return folder() | _message(text)


def _titled(title: str) -> dict[str, bytes]:
    return folder(PATTERN.replace("Where was the bin missed?", title))


# The text itself


@hostile
def laughs() -> Files:
    lines = [
        "a: &a [lol]",
        *(f"{chr(97 + n)}: &{chr(97 + n)} [{', '.join(['*' + chr(96 + n)] * 9)}]" for n in range(1, 20)),
    ]
    return folder("\n".join(lines))


@hostile
def deep_flow() -> Files:
    return folder("a: " + "[" * 400_000)


@hostile
def deep_maps() -> Files:
    return folder("".join(f"{' ' * depth}a:\n" for depth in range(1_200)))


@hostile
def deep_lists() -> Files:
    return folder("- " * 400_000)


@hostile
def as_many_nodes_as_may_be() -> Files:
    return folder(PATTERN + "more:\n" + "  - a\n" * 49_000)


@hostile
def too_many_nodes() -> Files:
    return folder(PATTERN + "more:\n" + "  - a\n" * 160_000)


@hostile
def keys_twice() -> Files:
    return folder(PATTERN + "title: again\n" * 30_000)


@hostile
def unknown_keys() -> Files:
    return folder(PATTERN + "".join(f"key_{each}: x\n" for each in range(20_000)))


@hostile
def nearly_known_keys() -> Files:
    return folder(PATTERN + "".join(f"sumary{each}: x\n" for each in range(20_000)))


@hostile
def ten_megabytes() -> Files:
    return folder("a" * 10_000_000)


@hostile
def many_files() -> Files:
    return folder() | {f"messages/m-{each}.md": b"x" for each in range(10_000)}


@hostile
def many_broken_files() -> Files:
    return folder() | {f"examples/e-{each}.yaml": b"a: [" for each in range(480)}


@hostile
def many_unknown_files() -> Files:
    return folder() | {f"nothing/{each}": b"x" for each in range(480)}


@hostile
def not_utf_8() -> Files:
    return folder() | {"pattern.yaml": b"title: " + b"\xff\xfe" * 200_000}


@hostile
def lone_surrogates() -> Files:
    return folder() | {"pattern.yaml": b"title: \xed\xa0\x80\n" * 50_000}


@hostile
def escaped_surrogates() -> Files:
    return _titled('"' + "\\uD800" * 2_000 + '"')


@hostile
def control_characters() -> Files:
    return _titled("\x07" * 2_000)


@hostile
def escaped_control_characters() -> Files:
    return _titled('"' + "\\0\\a\\e" * 1_000 + '"')


@hostile
def right_to_left() -> Files:
    return _titled("\u202e" * 2_000)


@hostile
def zero_width() -> Files:
    return _titled("a" + "\u200b\u200d" * 2_000)


@hostile
def long_id() -> Files:
    return folder(PATTERN.replace("id: container", f"id: {'a' * 10_000}"))


@hostile
def long_ids_everywhere() -> Files:
    steps = "".join(f"  - {{id: {'a' * 400}-{each}, title: T, ask: []}}\n" for each in range(1_500))
    return _with_steps(steps)


@hostile
def huge_numbers() -> Files:
    return folder(PATTERN.replace("min: 0", f"min: -{'9' * 200_000}").replace("max: 14", f"max: 1e{'9' * 200_000}"))


@hostile
def huge_lengths() -> Files:
    return folder(PATTERN.replace("working_days: 2", "working_days: 99999999999999999999"))


@hostile
def huge_version() -> Files:
    return folder(PATTERN.replace("version: 1.2.0", f"version: {'1' * 300_000}.0.0"))


# Many of everything


@hostile
def thousands_of_options() -> Files:
    options = "".join(f"          - {{value: o-{each}, label: Option {each}}}\n" for each in range(5_000))
    ask = "      - id: pick\n        type: radios\n        label: Pick\n        options:\n" + options
    return _with_steps("  - id: one\n    title: One\n    ask:\n" + ask)


@hostile
def the_same_option_again_and_again() -> Files:
    options = "          - {value: same, label: Option}\n" * 8_000
    ask = "      - id: pick\n        type: radios\n        label: Pick\n        options:\n" + options
    return _with_steps("  - id: one\n    title: One\n    ask:\n" + ask)


@hostile
def thousands_of_steps() -> Files:
    return _with_steps(
        "".join(
            f"  - {{id: s-{n}, title: Step {n}, ask: [{{id: q_{n}, type: text, label: Q}}]}}\n" for n in range(3_500)
        )
    )


@hostile
def thousands_of_stops() -> Files:
    return _with_stops(["container == 'food'"] * 5_000)


@hostile
def thousands_of_states() -> Files:
    states = "".join(f"    - {{id: s-{each}, label: State, next: [s-{each + 1}]}}\n" for each in range(6_000))
    return folder(PATTERN[:CASE] + "case:\n  reference: MB\n  states:\n" + states)


@hostile
def states_that_all_lead_to_all() -> Files:
    names = ", ".join(f"s-{each}" for each in range(320))
    states = "".join(f"    - {{id: s-{each}, label: State, next: [{names}]}}\n" for each in range(320))
    return folder(PATTERN[:CASE] + "case:\n  reference: MB\n  states:\n" + states)


@hostile
def thousands_of_translations() -> Files:
    entries = "".join(
        f"steps.s-{each}.title: {{of: 0123456789ab, text: Teitl, state: draft}}\n" for each in range(9_000)
    )
    return folder() | {"translations/cy.yaml": entries.encode()}


@hostile
def many_languages() -> Files:
    entry = b"title: {of: 0123456789ab, text: Teitl, state: draft}\n"
    names = [f"{a}{b}" for a in "abcdfghijklmnopqrst" for b in "abcdfghijklmnopqrstuvwx"]
    return folder() | {f"translations/{name}.yaml": entry for name in names[:400]}


@hostile
def groups_in_groups() -> Files:
    ask = "{id: deepest, type: text, label: D}"
    for depth in range(9):
        ask = f"{{id: g_{depth}, type: group, label: G, ask: [{ask}]}}"
    return _with_steps(f"  - {{id: one, title: One, ask: [{ask}]}}\n")


@hostile
def questions_in_one_group() -> Files:
    members = ", ".join(f"{{id: m_{each}, type: text, label: M}}" for each in range(4_500))
    return _with_steps(
        f"  - {{id: one, title: One, ask: [{{id: g, type: group, label: G, max: 99, ask: [{members}]}}]}}\n"
    )


@hostile
def many_examples() -> Files:
    example = "language: 1\nid: e-{0}\ntoday: 2026-11-23\nanswers: {{container: refuse}}\nexpect: {{}}\n"
    return folder() | {f"examples/e-{each}.yaml": example.format(each).encode() for each in range(490)}


# Conditions


@hostile
def as_many_conditions_as_may_be() -> Files:
    return _with_stops([f"container == 'food' && missed_on < today - days({each})" for each in range(450)])


@hostile
def long_conditions() -> Files:
    return _with_stops([" || ".join([f"container == 'o{each}{n}'" for n in range(35)]) for each in range(49)])


@hostile
def endless_condition() -> Files:
    return _with_stops(["container == 'food' || " * 30_000])


@hostile
def conditions_of_brackets() -> Files:
    return _with_stops(["(" * 20 + f"size(container) > {each}" + ")" * 20 for each in range(450)])


@hostile
def conditions_of_signs() -> Files:
    return _with_stops(["!" * 900 + "assisted", "-" * 900 + "1 > 0", "assisted ? " * 130 + "true" + " : false" * 130])


@hostile
def conditions_of_lists() -> Files:
    return _with_stops([f"container in [{', '.join(['1'] * 300)}]" for _ in range(45)])


@hostile
def loops_in_loops() -> Files:
    return _with_stops(["[1,2,3].all(a, [1,2,3].all(b, [1,2,3].all(c, a+b+c > 0)))"] * 300)


@hostile
def traps_of_matches() -> Files:
    return _with_stops([f"container.matches('({'(a+)+' * 20})+$') && {each} > 0" for each in range(320)])


@hostile
def counted_matches() -> Files:
    return _with_stops([f"container.matches('((a{{1,1000}}){{1,1000}}){{1,{each + 1}}}')" for each in range(320)])


@hostile
def quotes_that_never_end() -> Files:
    return _with_stops(["container == '" + "\\\\\\\\" * 200] * 100)


@hostile
def conditions_with_huge_numbers() -> Files:
    return _with_stops([f"size(container) > {'9' * 900}", "days(9223372036854775807) > days(1)", "1 / 0 > 0"])


# Words


@hostile
def links_that_never_end() -> Files:
    messages = [_message("[a](" * 4_900, f"m-{each}") for each in range(50)]
    return folder() | {path: data for message in messages for path, data in message.items()}


@hostile
def links_in_guidance() -> Files:
    return folder() | {"guidance.md": b"[a](" * 249_000}


@hostile
def brackets_that_never_end() -> Files:
    return _said("[" * 19_000)


@hostile
def stars_that_never_end() -> Files:
    return _said("*a **b " * 2_700)


@hostile
def ticks_that_never_end() -> Files:
    return _said("".join("`" * each + " " for each in range(1, 190)))


@hostile
def dots_that_never_end() -> Files:
    return _said("Words here " * 40 + "." * 19_000 + "x")


@hostile
def quotes_in_quotes() -> Files:
    return _said("> " * 9_000 + "x")


@hostile
def lists_in_lists() -> Files:
    return _said("".join(" " * 2 * each + "- x\n" for each in range(130)))


@hostile
def many_links() -> Files:
    messages = [_message("[a](http://bad.example) " * 830, f"m-{each}") for each in range(50)]
    return folder() | {path: data for message in messages for path, data in message.items()}


@hostile
def entities() -> Files:
    return _said("&#x41;&amp;" * 1_700)


@hostile
def html() -> Files:
    return _said("<a " * 6_000)


@hostile
def holes_that_never_end() -> Files:
    return _said("{{ " * 6_000)


@hostile
def many_holes() -> Files:
    messages = [_message("{{ nobody }} " * 1_500, f"m-{each}") for each in range(50)]
    return folder() | {path: data for message in messages for path, data in message.items()}


@hostile
def long_words() -> Files:
    return folder(PATTERN.replace("Tell the council that", "antidisestablishmentarianism " * 20_000))


@hostile
def one_long_word() -> Files:
    return folder(PATTERN.replace("Tell the council that", "aeiouy" * 120_000))


@hostile
def a_long_beginning_of_a_message() -> Files:
    return folder() | {"messages/received.md": b"---\n" + b"subject: x\n" * 90_000 + b"---\n\nx\n"}


@hostile
def lines_of_dashes() -> Files:
    return folder() | {"messages/received.md": b"---\n" * 249_000}


@hostile
def states_that_all_lead_to_most() -> Files:
    names = ", ".join(f"s-{each}" for each in range(300))
    states = "".join(f"    - {{id: s-{each}, label: State, next: [{names}]}}\n" for each in range(300))
    return folder(PATTERN[:CASE] + "case:\n  reference: MB\n  states:\n" + states)


@hostile
def as_many_questions_as_may_be() -> Files:
    asked = ", ".join(f"{{id: q_{{0}}_{each}, type: text, label: Q}}" for each in range(350))
    return _with_steps(
        "".join(
            f"  - {{id: s-{n}, title: Step, ask: [{asked.replace('{0}', str(n)).replace('{{', '{').replace('}}', '}')}]}}\n"
            for n in range(33)
        )
    )


@hostile
def as_many_of_everything_as_may_be() -> Files:
    steps = "".join(f"  - {{id: s-{n}, title: S, ask: [{{id: q_{n}, type: text, label: Q}}]}}\n" for n in range(490))
    stops = "".join(f"  - {{id: t-{n}, when: \"q_{n} == 'a'\", title: Stop}}\n" for n in range(440))
    states = "".join(f"    - {{id: c-{n}, label: State, next: [c-{n + 1}]}}\n" for n in range(490))
    return folder(f"{PATTERN[:STEPS]}steps:\n{steps}\nstops:\n{stops}\ncase:\n  reference: MB\n  states:\n{states}")


@hostile
def a_condition_in_each_of_many_groups() -> Files:
    return _with_steps("".join(_group_step(each, "m", "text") for each in range(400)))


@hostile
def groups_that_agree_on_no_type() -> Files:
    """A member of one name is of another type in each group beside it, so that their conditions share nothing."""
    types = ("text", "number", "yes-no", "date", "address", "place")
    return _with_steps(
        "".join(
            _group_step(each, "m", types[each % 6], types[each // 6 % 6], types[each // 36 % 6]) for each in range(216)
        )
    )


@hostile
def a_condition_in_each_of_many_states() -> Files:
    ask = "[{id: a, type: yes-no, label: A}, {id: b, type: text, label: B, when: container == 'food'}]"
    states = "".join(
        f"    - {{id: c-{n}, label: State, next: [c-{n + 1}], ask: {ask.replace('id: a', f'id: a{n}')}}}\n"
        for n in range(400)
    )
    return folder(PATTERN[:CASE] + "case:\n  reference: MB\n  states:\n" + states)


def _group_step(number: int, name: str, *types: str) -> str:
    members = "".join(f"{{id: {name}_{n}, type: {kind}, label: M}}, " for n, kind in enumerate(types))
    last = f"{{id: last_{number}, type: text, label: L, when: answered('{name}_0')}}"
    group = f"{{id: g_{number}, type: group, label: G, ask: [{members}{last}]}}"
    return f"  - {{id: s-{number}, title: Step, ask: [{group}]}}\n"
