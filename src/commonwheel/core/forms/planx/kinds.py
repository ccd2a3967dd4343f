"""What the numbers of a flow's nodes stand for. Source: `ComponentType` of PlanX (Open Digital Planning)."""

ROOT = "_root"
FLOW, RESULT, TASKS, NOTICE, PROPERTY, BOUNDARY, CONSTRAINTS, ABOUT_PROPERTY = 1, 3, 7, 8, 9, 10, 11, 12
QUESTION, QUESTION_LIVE, CHECKLIST, CHECKLIST_LIVE = 100, 101, 105, 106
TEXT, TEXT_CHECKED, DATE, ADDRESS, CONTACT, FILE, FILES, NUMBER, MAP = 110, 111, 120, 130, 135, 140, 145, 150, 155
ANSWER, CONTENT, INSIDE, OUTSIDE, SECTION, SET, SET_FEE, PAY, FILTER = 200, 250, 300, 310, 360, 380, 381, 400, 500
REVIEW, SEND, CALCULATE, SENT, NEXT, LIST, PAGE, FEEDBACK, NOTE = 600, 650, 700, 725, 730, 800, 810, 900, 999

ONE_OF = (QUESTION, QUESTION_LIVE)
MANY_OF = (CHECKLIST, CHECKLIST_LIVE)
DECISIONS = (*ONE_OF, *MANY_OF, FILTER)
"""Nodes whose children are answers, of which those are followed that were chosen."""
FOLDERS = (INSIDE, OUTSIDE, FLOW)
"""Nodes that show nothing and whose children stand in their place."""
