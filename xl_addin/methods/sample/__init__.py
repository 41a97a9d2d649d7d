"""Divisions of the frame, the drawing of the sample, the response, and what a class may show."""
