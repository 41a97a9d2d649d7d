"""Cost beside what the state pays (METHOD, section 8)."""
