"""The built-in example: a made-up country whose frame, sample and answers are made from a recipe with a fixed seed."""

from generator.example.drawing import Draw
from generator.example.files import (
    answers_of,
    example_files,
    example_folder,
    read_frame,
    read_outcomes,
    read_recipe,
    sample_rows,
    write_example,
)
from generator.example.respondent import EDGE_TOTALS

__all__ = [
    "EDGE_TOTALS",
    "Draw",
    "answers_of",
    "example_files",
    "example_folder",
    "read_frame",
    "read_outcomes",
    "read_recipe",
    "sample_rows",
    "write_example",
]
