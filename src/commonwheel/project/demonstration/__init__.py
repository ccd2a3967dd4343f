"""The demonstration node: real places, invented councils' choices, invented people, invented reports."""
