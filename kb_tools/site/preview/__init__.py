"""kb preview: the site while it is written. Pages are built when they are asked for, and say what is wrong with them."""
