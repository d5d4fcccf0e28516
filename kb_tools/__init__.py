"""kb: a troubleshooting knowledge base that support teams keep in git."""

__version__ = "0.1.0"
