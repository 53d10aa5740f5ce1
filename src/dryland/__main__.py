"""`python -m dryland …`: the command line without its console script."""

from dryland.cli import main

main()
