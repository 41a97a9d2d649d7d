"""`python -m generator.example` makes the files of the built-in example anew."""

from generator.example.files import example_folder, write_example
from templates import load_survey

if __name__ == "__main__":
    write_example(example_folder(), load_survey())
