"""Why municipalities differ, and what changed between two years (METHOD, sections 7 and 12)."""
