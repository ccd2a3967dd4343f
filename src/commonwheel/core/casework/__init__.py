"""What happens to a case: states, moves and clocks."""
