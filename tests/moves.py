"""Moves in knowledge bases for tests, made as the command makes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kb_tools.checks.base import Base
from kb_tools.checks.checking import load
from kb_tools.checks.options import load_options
from kb_tools.config import load_settings
from kb_tools.writing.changes import apply
from kb_tools.writing.moving.move import plan_move
from kb_tools.writing.moving.plan import Plan

Move = Callable[..., Plan]
"""A move in a folder that the test has."""


def base_of(root: Path) -> Base:
    settings = load_settings(root)
    return load(settings, load_options(settings), date(2026, 1, 1))


def move(root: Path, old: str, new: str, *, redirect: bool = True) -> Plan:
    """What `kb mv` does, typed in the root."""
    plan = plan_move(base_of(root), root, old, new, redirect=redirect)
    apply(root, plan.changes)
    return plan
