"""Runs the command line: ``python -m handoutkit``."""

from __future__ import annotations

from handoutkit.cli import main

main()
