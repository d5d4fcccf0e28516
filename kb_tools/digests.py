"""BLAKE2, without the OpenSSL that `hashlib` loads first: that takes 3 ms, as long as a search."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # A Python built without it.
    from hashlib import blake2b

__all__ = ["blake2b"]
