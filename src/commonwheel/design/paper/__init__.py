"""What is printed, as tagged PDF (PDF/UA-1): copies of what was sent, and letters to be posted."""

from commonwheel.design.paper.letters import Letters, Passage, Sheet, passages_of, set_letters
from commonwheel.design.paper.setting import Fact, Paper, Part, set_paper

__all__ = ["Fact", "Letters", "Paper", "Part", "Passage", "Sheet", "passages_of", "set_letters", "set_paper"]
