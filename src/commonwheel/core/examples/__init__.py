"""Example journeys, walked from the first answer to the last state of the case."""
