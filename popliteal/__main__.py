"""`python -m popliteal` is the command line."""

import sys

from popliteal.cli import main

if __name__ == "__main__":
    sys.exit(main())
