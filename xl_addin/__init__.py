"""The commands of Kostenonderzoek: in Excel through xlwings, and headless on files."""

__version__ = "0.2.0"
