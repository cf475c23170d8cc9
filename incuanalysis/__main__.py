"""``python -m incuanalysis`` is ``incu``."""

from incuanalysis.cli import main

main()
