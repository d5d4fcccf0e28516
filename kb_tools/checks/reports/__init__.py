"""What was found, in the words of a person or a platform: one format, one file."""
