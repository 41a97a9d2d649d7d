"""What was answered, once: numbers, states of items, parameters and settings."""
