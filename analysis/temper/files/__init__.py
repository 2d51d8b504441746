"""The files of a run directory, each read by a file of its own; nothing here knows a `Run`."""
