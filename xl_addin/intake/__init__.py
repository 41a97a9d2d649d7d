"""What comes in from outside: CSV inputs and filled workbooks, read into tables, every problem named together."""
