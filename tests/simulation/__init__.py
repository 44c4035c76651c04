"""A chain in one process: real use cases, databases and sync over a clock, chance, network and power of the test's own.

`python -m tests.simulation` runs histories that follow from their seeds and shrinks what fails. `checker` and `books`
know the program by its databases alone: they import nothing of it. `plants` are faults that must be caught.
"""
