"""What can go wrong with a database, told apart in one place: the user's disk or network, or our bug."""


class StorageFault(Exception):
    """The environment refused: a person can do something about it; the message is one clear sentence."""


class DiskFault(StorageFault):
    """The device's disk is full, read-only, missing or damaged."""


class CentreAway(StorageFault):
    """The central database can't be reached just now."""


class DatabaseTooNew(StorageFault):
    """The database was written by a newer program; nothing was touched."""
