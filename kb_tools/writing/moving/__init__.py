"""Move and remove files of the knowledge base, and everything that points to them."""
