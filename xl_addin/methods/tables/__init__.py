"""Results as rows and tables, their rounding, and what was published beside them."""
