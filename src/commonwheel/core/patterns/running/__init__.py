"""Running: an effective pattern compiled once, with every part at its address."""
