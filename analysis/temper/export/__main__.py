"""`python -m temper.export RUN`, the same as `temper-export RUN`."""

import sys

from temper.export.command import main

if __name__ == "__main__":
    sys.exit(main())
