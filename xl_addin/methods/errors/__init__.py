"""Standard errors and the intervals on them (METHOD, section 7)."""
