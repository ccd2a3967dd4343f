"""Flows of PlanX as forms of ours: the graph, what is answered by itself, and what each node becomes."""
