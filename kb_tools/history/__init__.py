"""What was it before? What git knows of the articles."""
