"""A new article: where it belongs, what its neighbors say already, its text, and what became of it when it was saved."""
