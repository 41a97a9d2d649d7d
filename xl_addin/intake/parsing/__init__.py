"""Parsing of files from outside: it runs in a process of its own with limits (`worker`), so it trusts nothing.

Bytes come in, plain data goes out. Only the standard library is used here, and python-calamine for the old .xls, so
that the process starts at once and holds nothing worth taking. Nothing is written, followed, calculated or run.
"""
