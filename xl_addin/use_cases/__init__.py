"""What a user can have done with files: generate, fill, collect, run, export, demo."""
