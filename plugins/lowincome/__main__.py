"""`python -m lowincome`."""

from lowincome.cli import main

main()
