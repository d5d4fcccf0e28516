"""Which articles are there, and what changed since?"""
