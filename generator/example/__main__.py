"""`python -m generator.example` makes the files of the built-in example anew."""

import sys

from generator.example.files import example_folder, write_example
from generator.example.making import made
from templates import load_survey

if __name__ == "__main__":
    sys.exit(made(lambda: write_example(example_folder(), load_survey())))
