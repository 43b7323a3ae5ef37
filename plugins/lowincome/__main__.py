from lowincome.cli import main

main()
