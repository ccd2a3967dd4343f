"""The node's own settings with one address more: the floor that Open311 is measured against."""

from commonwheel.project.settings import *  # noqa: F403  # the server measured is the node

ROOT_URLCONF = "benchmarks.open311_urls"
