"""Answers for programs, and the administrators' page, ready to print."""
