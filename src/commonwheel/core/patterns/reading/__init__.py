"""Reading: from the bytes of a pattern folder to its shapes, with a place for every problem."""
