"""The two bases of every exception: the surroundings refuse, or the program is wrong."""


class Trouble(Exception):  # noqa: N818 -- it is a state of the surroundings, not a programming error
    """Say in one sentence what the surroundings (disk, network, device, settings) refuse and what to do.

    The sentence goes to whoever started the program, so it names files and commands, never a person.
    """


class Bug(Exception):  # noqa: N818 -- the word used everywhere for what must not happen
    """Say which invariant of the program does not hold; the user sees one sentence, the log the traceback."""
