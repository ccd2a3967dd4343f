"""Django apps, one subject each, in one stack; each is met through its `api` module."""
