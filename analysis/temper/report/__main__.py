"""`python -m temper.report RUN`, the same as `temper-report RUN`."""

import sys

from temper.report.command import main

if __name__ == "__main__":
    sys.exit(main())
