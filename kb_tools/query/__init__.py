"""What does the caller mean? Text -> SymptomQuery, plain data."""
