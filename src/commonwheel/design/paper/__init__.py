"""Printed copies: a title, facts, and questions with their answers, set as a tagged PDF (PDF/UA-1)."""

from commonwheel.design.paper.setting import Fact, Paper, Part, set_paper

__all__ = ["Fact", "Paper", "Part", "set_paper"]
