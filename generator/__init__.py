"""Makes the workbooks: the survey that goes out and the analysis that comes of it."""
