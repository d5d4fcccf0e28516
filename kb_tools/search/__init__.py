"""Which articles answer it? Terms, the index and its upkeep, scores, hits."""
