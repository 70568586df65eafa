"""Evaluation: how well a search answers judged queries, with intervals, and how two searches differ."""
