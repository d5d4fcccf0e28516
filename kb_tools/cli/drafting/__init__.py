"""How kb new asks, and how it tells what it made."""
