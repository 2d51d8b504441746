"""What goes wrong when a run is opened."""


class RunError(ValueError):
    """A path that is not a run that this package can read; the message says what would be."""


# What numpy, h5py and xarray raise when a file says one thing and holds another.
DISAGREEMENT = (ArithmeticError, LookupError, MemoryError, RuntimeError, TypeError, ValueError)


def unreadable(path: object, error: Exception) -> str:
    """Say of files that made some library fail what to do about them."""
    return (
        f"{path}: can't be read ({type(error).__name__}: {error}); "
        f"'temper inspect {path} --verify' tells whether it is damaged"
    )


def of_system(path: object, error: OSError) -> str:
    """Say which file the system refused; of what a library couldn't read, what to do about it."""
    if error.filename is None:
        return unreadable(path, error)
    return f"{error.filename}: {error.strerror}"
