"""What goes wrong when a run is opened."""


class RunError(ValueError):
    """A path that is not a run that this package can read; the message says what would be."""
