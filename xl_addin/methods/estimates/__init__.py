"""Weights and answers to figures for the country (METHOD, sections 6 and 7)."""
