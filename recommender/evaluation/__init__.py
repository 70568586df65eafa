"""Evaluation: how well lists of recommendations meet what shoppers took next, and what else they are like."""
