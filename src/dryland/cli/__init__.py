"""`dryland …`: the command line. Data on stdout, talk on stderr."""

from dryland.cli.app import main

__all__ = ["main"]
