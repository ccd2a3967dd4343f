"""Looking addresses up outside the council's own register."""
