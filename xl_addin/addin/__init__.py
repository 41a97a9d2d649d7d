"""The desktop add-in `Kostenonderzoek.xlam`: built from text in `parts/`, and put where Excel loads it."""
