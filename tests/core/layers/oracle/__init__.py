"""An oracle for the merge: it makes the edits of both sides itself, remembers them, and looks for each in the result.

It shares no code with `compare` or `merge`: patterns are plain maps here, and every element has a number that
stays with it through renames and moves.
"""
