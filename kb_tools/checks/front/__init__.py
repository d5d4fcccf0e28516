"""The front matter: what is written where in it, of what type, and what is missing or misspelled."""
