"""The node's own settings with other addresses: what the pages are measured against."""

from commonwheel.project.settings import *  # noqa: F403  # the floor is the node, but for its pages

ROOT_URLCONF = "benchmarks.floor_urls"
