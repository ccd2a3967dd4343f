"""
How long a search in the catalogue of a commons takes.

    make bench NAME=catalogue ARGS="10000"

Fills the index with that many entries of 40 publishers, with titles, summaries and guidance of ordinary length, and
looks for words, beginnings of words and narrowings in turn. The floor is the same rows found by their key, counted and
read in the same way. Aim: p95 under 30 ms with 10,000.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

TOPICS = [
    "bins",
    "bulky",
    "waste",
    "parking",
    "permit",
    "council",
    "tax",
    "housing",
    "repair",
    "planning",
    "pothole",
    "street",
    "light",
    "library",
    "school",
    "meals",
    "transport",
    "pass",
    "licence",
    "taxi",
    "food",
    "registration",
    "noise",
    "pest",
    "tree",
    "allotment",
    "burial",
    "wedding",
    "venue",
    "flood",
    "blue",
    "badge",
    "garden",
    "subscription",
    "recycling",
    "fly",
    "tipping",
    "graffiti",
    "abandoned",
    "vehicle",
    "skip",
    "scaffold",
    "market",
    "stall",
]
DOING = ("Report", "Apply for", "Renew", "Tell us about", "Ask for", "Book", "Pay for", "Cancel")
ASKED = (
    "bin", "parking permit", "report noise", "tax", "gard", "licence taxi renew", "apply", "the council", "fly tipping",
    "residents home", "wedding venue book", "pothole",
)  # fmt: skip
AIM_MS = 30.0
TIMES = 40


def fill(count: int) -> None:
    """Fill the index with entries."""
    from django.utils import timezone

    from commonwheel.apps.commons.models import Entry, EntryWords, Publisher
    from commonwheel.apps.commons.queries.searching import marks_of

    chance, now = random.Random(4), timezone.now()
    publishers = [Publisher(name=f"council-{number:02}", title=f"Council {number}") for number in range(40)]
    Publisher.objects.bulk_create(publishers)
    made = []
    for number in range(count):
        publisher = publishers[number % 40]
        words = " ".join(chance.sample(TOPICS, 3))
        name = f"service-{number}"
        made.append(
            Entry(
                publisher=publisher, name=name, full_name=f"{publisher.name}/{name}", kind="pattern",
                title=f"{chance.choice(DOING)} {words}", summary=f"For residents who need {words} at their home.",
                needs=f" {chance.randint(1, 1800)} ", languages=" en cy " if number % 3 else " en ", licence="MIT",
                version="1.0.0", sha256="0" * 64, state="offered", published_at=now,
            )
        )  # fmt: skip
    Entry.objects.bulk_create(made, batch_size=500)
    EntryWords.objects.bulk_create(
        (
            EntryWords(
                entry_id=one.id, title=one.title, summary=one.summary,
                about=f"{one.full_name} {one.publisher.title} {one.needs} {marks_of(one)}",
                guidance=" ".join(chance.choices(TOPICS, k=120)) + " when to use it, what residents of the council say",
            )
            for one in made
        ),
        batch_size=500,
    )  # fmt: skip


def took(doing: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how many milliseconds something takes; of this process alone where the clock is its own."""
    began = clock()
    doing()
    return (clock() - began) * 1000


def floor() -> int:
    """Read a page of entries by their keys, and count all of them."""
    from commonwheel.apps.commons.models import Entry

    keys = list(Entry.objects.order_by("pk").values_list("pk", flat=True)[:21])
    return Entry.objects.count() + len(Entry.objects.select_related("publisher").in_bulk(keys))


def measure() -> dict[str, float]:
    """Return what was found, in milliseconds."""
    from django.test import Client

    from commonwheel.apps.commons.queries.searching import Asked, search

    client, found, alone, floors, pages = Client(), list[float](), list[float](), list[float](), list[float]()
    for turn in range(TIMES):
        for words in ASKED:
            asked = Asked(words=words, language="cy" if turn % 4 == 0 else "", page=1 + turn % 2)
            found.append(took(partial(search, asked)))
            alone.append(took(partial(search, asked), clock=time.process_time))
            floors.append(took(floor))
        pages.append(took(partial(client.get, "/commons/", {"q": ASKED[turn % len(ASKED)]})))
    whole = [took(partial(search, Asked(page=page))) for page in range(1, TIMES)]
    return {
        "search_p50_ms": statistics.median(found),
        "search_p95_ms": statistics.quantiles(found, n=20)[-1],
        "search_worst_ms": max(found),
        "search_cpu_p95_ms": statistics.quantiles(alone, n=20)[-1],
        "no_words_p95_ms": statistics.quantiles(whole, n=20)[-1],
        "floor_p95_ms": statistics.quantiles(floors, n=20)[-1],
        "page_p95_ms": statistics.quantiles(pages, n=20)[-1],
    }


def main() -> None:
    """Measure, and print a table and a line of JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "COMMONWHEEL_DATA": folder, "COMMONWHEEL_COMMONS_FOLDER": folder, "COMMONWHEEL_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "commonwheel.project.settings",
        }  # fmt: skip
        import logging

        import django

        django.setup()
        logging.disable()
        from commonwheel.project.migrating import migrate_tables

        migrate_tables()
        fill(count)
        figures = measure()
    for name, value in figures.items():
        print(f"{name:18} {value:8.1f}")
    print(f"aim: search_p95_ms under {AIM_MS:g}: {'met' if figures['search_p95_ms'] < AIM_MS else 'missed'}")
    print(json.dumps({"entries": count, **{name: round(value, 2) for name, value in figures.items()}}))


if __name__ == "__main__":
    main()
