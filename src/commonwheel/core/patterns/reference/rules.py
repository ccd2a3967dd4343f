"""What the reference of the language says beside its tables: rules that no single key can tell."""

BEFORE = """
# The pattern language, version 1

A pattern is a folder of plain text that a service designer can read, review and compare. It describes
one public service whole. This page lists every key; it is written from the model of the language, so it
is never behind. `commonwheel pattern schema` prints the same as a JSON Schema for editors.

```
report-missed-bin/
  pattern.yaml             the service
  guidance.md              when to use it, research, law, equality impact, what varies locally
  messages/received.md     notices to residents and officers; received.cy.md is the Welsh one
  translations/cy.yaml     every other text that residents read, one file a language
  examples/*.yaml          example journeys: answers in; pages, fee, outcome, case, messages out
  CHANGELOG.md             one entry a release, in words an officer understands
  blocks/PUBLISHER/NAME/   copies of the blocks used
```

Files and folders whose names begin with a dot are passed over. Any other file is reported, because
nothing would read it. Links are refused.

## The text

Files are UTF-8. The YAML in them is a small, safe part of YAML: maps, lists and scalars. There are no
anchors (`&`), aliases (`*`), tags (`!`), merge keys (`<<`), directives or several documents in a file, and
a key stands once in its map. Every scalar is text; the type of its key turns it into a number, `true` or
`false`, or a date. Unknown keys are errors.

Put text in quotes where it begins with `!`, `&`, `*`, `%`, `@`, a bracket or a quote, where it holds `: ` or
` #`, where it begins with `{{`, and, between `{` and `}`, where it holds a comma.

| limit | |
| --- | --- |
| levels of maps and lists | 32 |
| keys and values in a folder | 100,000 |
| entries in one list | 3,000 |
| keys in one map | 8,000 |
| bytes in a file | 3,000,000 |
| bytes in a folder | 4,000,000 |
| files in a folder | 500 |
| characters in a message | 20,000, and 300,000 in all messages |
| characters in `guidance.md` | 50,000 |
| characters in an expression | 2,000 |
| expressions in a pattern | 3,000, and 500,000 characters of them |

`language` is the version of this language. A file of a newer version is refused with one sentence; older
versions are read for ever.

## Ids and addresses

- Ids of questions and settings match `[a-z][a-z0-9_]{0,40}`. They are names in expressions, so no word that
  expressions read otherwise can be one: {reserved}. A question cannot have the name of a field that each
  page's form has of its own: {fields}.
- The name of a pattern is its service's place in addresses, so it cannot be the first word of another page of
  a council's site: {addresses}.
- Values of options match `[a-z0-9][a-z0-9_-]{0,40}`; other ids `[a-z][a-z0-9-]{0,40}`.
- Every entry of a list that can change has an `id` (an option a `value`), unique in its list.
- The id of a question is unique in the whole pattern, the blocks it uses included. A member of a group is
  unique in its group and differs from every question outside groups. What a state asks an officer is unique
  in that state. The id of a setting is unique in the pattern and its blocks.
- An id once released never gets another meaning. `was: [old-id]` says that something was renamed; two entries
  with the same `was` say that one was split, one with two that they were joined.

An **address** is the ids from the top joined by dots, such as `steps.bin.ask.missed_on.check.not-future.say`.
Translations and layers name texts by it. A question of a block stands at
`steps.STEP.ask.USE.ask.QUESTION`; a message at `messages.NAME`, with the keys `subject`, `sms` and `text`; the
label of an option of a setting at `settings.SETTING.default.VALUE.label`, whichever layer wrote the option.

## Digests

All digests are SHA-256 in lower-case hex. The digest of a text is over the text after YAML was read, in
Unicode normal form C, with LF line ends and no surrounding white space, as UTF-8; of a message, what follows its
first block; of a text with plural forms, the RFC 8785 JSON of the map. A translation's `of` is the first 12
digits. The digest of a value is over its RFC 8785 JSON in the notation of examples; `absent` where there is none. The
digest of an effective pattern is over the RFC 8785 JSON of the whole model after layers, with defaults filled in.
"""

PATTERN = """
`need` is a list. `duty` is one name, or a list of cases of which the first whose `when` is true decides; with a
list, each case has its own `need` and there is none at the top.

Steps are shown in the order of the file; there are no jumps. A `when` may read only what was asked earlier. A stop
is tried after each step. A stop is advice that the resident may pass by, unless it cites its `law`. Answers whose
`when` became false are dropped when the resident confirms the change.
"""

AFTER_PATTERN = """
## Expressions

`when`, `that` and `amount` are expressions in the Common Expression Language (CEL), in quotes where YAML needs
them. Names are the ids of questions, `settings.ID`, `account.FACT`, `authority.FACT`, `decision.ID` for what an
officer was asked, `today` for the authority's calendar date, and in a group the ids of the same entry and `item`
for the entry as a map.

| type of question | value in expressions |
| --- | --- |
| text, long-text, email, phone, name, radios, select, national-insurance, vehicle, bank-account | string |
| checkboxes | list of string |
| number | int; double where it has `decimals` |
| money | int, pence |
| yes-no, declaration | bool |
| date | timestamp at 00:00 UTC of that day |
| time | int, minutes after midnight |
| file, signature | list of maps with `name`, `type`, `size` |
| address | map with `uprn`, `line`, `postcode`, `authority` |
| place | map with `lat`, `lon` |
| slot | map with `from`, `until` |
| group | list of maps |
| show | none |

| function | gives |
| --- | --- |
| `days(n)` | a length of n days |
| `add_working_days(date, n)` | the nth working day after the date |
| `working_days_between(a, b)` | working days after a, up to and including b; negative when reversed |
| `age_on(birth, date)` | years of age on a date |
| `in_area(place or address, "area")` | whether it lies in an area |
| `answered("id")` | whether a question has an answer |

Working days are those of the authority's calendar. Lists and texts have the functions of CEL itself.

**What is not known is unknown, never false.** A name that also stands in `answered("name")` in the same expression
is guarded and may lack a value. An expression runs when every name that it reads unguarded has one. Where it is
unknown, a `when` does not show, a stop does not fire, a check passes and a fee is not yet known. A journey cannot be
sent while a line of the fee is unknown. A result of another type than declared is shown to staff as an error, and
never taken for true.

## Clocks

Day 0 is the authority's calendar date of receipt (`received`), the first day after it (`next-day`), or the date of
entering a state (`state:ID`). A clock of n working or school days is due on the nth such day after day 0, with one
exception: with `next-day`, the first counting day on or after day 0 is day 1. So two working days from a
Monday are due on Wednesday either way, and from a Saturday on Tuesday either way. Months end on the same day
number, or on the last day of the month. Hours count from the instant of receipt, of that day's start, or of
entry. Beyond the last year of a calendar a date is provisional.

A length is a number, `{working_days: 2}`, or what a setting says, `{working_days: settings.return_days}`, so that each
council decides it. The setting is of type `integer` and has both bounds: `min` of 1 or more, `max` of 9,999 or less. A
clock with a `law` cannot be lengthened by a layer: where its length reads a setting, the setting's `max` is its
default, so that a council can only shorten it. A request keeps the length it was opened with.

A state can hold a clock up in two ways. Under `pauses` the clock is due as many counting days later as lie after
the day the state was entered, up to and including the day it was left. Under `disregards` the day it was entered
is left out of the count too, as laws about fees have it. `restarts` makes the day of entering a new day 0, and
forgets what came before. `longer` gives a clock a longer time from the same day 0 once a state was entered, or
lets it end on the day that the officer gave there (`until`). `ends` says in which states the clock is met.

Clocks count a state from the day on which the case is moved there. Where something happened earlier than an
officer comes to record it, such as a letter that lay in a tray, the state asks for the day and names the question
under `on`: then that day counts. It lies between the day of the state before and today.

## Nations

Law differs between England, Wales, Scotland and Northern Ireland. A clock or a state with `nations` is there for
councils of those nations only; where it is not, no move leads to it, by hand or by itself. The first state is
there for all. `check` follows the moves in each nation by itself.

## Renewals

What is renewed runs for a time, again and again. The time begins with the request (`starts: received`) or the first
time a state is entered (`starts: state:ID`); its first day is that day, or the date that `from` names. It ends on the
day before the same day number, or on the last day of a month that has no such day: from 1 April 2027 until
31 March 2028, from 29 February 2028 until 28 February 2029. `notice_days` before its last day the notice of `tell`
goes out, once, to a request that is still open. `after: {until: renewal, go: ID}` in a state moves the request by
itself when the last day is over. Nothing renews by itself: residents ask again, and the old time ends when it ends.
Messages name the last day as `{{ case.runs_until | date }}`, and where to ask again as `{{ case.start_again }}`.

## Texts

Text for people may hold `{{ name }}` or `{{ name | date }}`, with `money`, `count` or `list` in place of `date`,
and nothing else. Markdown has no HTML in it, and links only to places that the adopting council declared, to
GOV.UK, to legislation, or to a placeholder.

What is also read apart from a journey may name settings only: the title and summary of the service, every label, and
what states, clocks and fee lines are called. Titles, texts, hints and error messages of pages may name the council
(`authority.name`), `today` and what was surely answered before as well.

A text that shows a number may be a map of plural categories instead (`zero`, `one`, `two`, `few`, `many` and
`other`, of which `other` is always there).
"""

BLOCK = """
A block is a folder `blocks/PUBLISHER/NAME/` with `block.yaml`, `translations/`, `guidance.md` and `CHANGELOG.md`. A
pattern carries the exact bytes of each block it uses. `- {id: contact, use: publisher/name@1}` among the entries
of a step's `ask` puts its questions in that place, under their own ids; `@1` is the major version. The
translations of a
block name its texts by their addresses in the block, such as `ask.email.label`.
"""

MESSAGE = """
A message is Markdown after a first block between two lines of `---`. `received.cy.md` is the Welsh one of
`received.md`, and its first block says which text it translates.
"""

TRANSLATIONS = """
A map of addresses to entries. A translation of a text that has changed since is stale: it is reported, and the source
text is shown, marked as such, until it is mended.
"""

EXAMPLE = """
A journey written down. Values are written thus: yes-no and declaration `true` or `false`; money in whole pence; date
`YYYY-MM-DD`; time `HH:MM`; checkboxes a list of values; address, place, slot and file maps with the keys
above (those of a
slot as `YYYY-MM-DDTHH:MM`); group a list of maps; other types as their text or number. What `expect` leaves out is
not compared.
"""

LAYER = """
A layer is what one owner changes of a pattern: values under `settings`, and `changes` in their order. Each change is
exactly one of `{at, set}`, `{at, unset}`, `{add, after | before | in}`, `{move, after | before | in}` and
`{remove, because}`. `at` is the address of a part; `pattern` is the service itself; `in` is the address of a list.
A message is added in `messages`, with the keys `id`, `subject`, `sms` and `text`.

A layer may `set` the keys that the tables above mark with *yes*; lists marked *part by part* are changed by
`add`, `move` and `remove`. A value of a setting stands under `settings`, and must keep the setting's `min`,
`max` and type. Of a part that is `protected`, and of what is in it, a layer may change the hint and the translations
only; what holds a protected part cannot be removed, moved or hidden. A time with a `law` may have another label, and be
shortened in the same unit, and nothing more.

Layers lie on one another, the widest first and the council's own last. When what lies beneath changes, a layer is
merged: every change of both sides is then in the result, or named as a conflict to decide. Decisions are kept
under `settled`.
"""

AFTER = """
## What a council runs

The effective pattern is the pattern with the layers over it, the values of its settings, its messages, its
translations and the blocks it uses. A journey and its case keep the digest of the effective pattern they began with.
"""
