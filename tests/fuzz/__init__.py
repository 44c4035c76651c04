"""Mutated codes, operations, feed rows and snapshots: nothing crashes, none is taken for somebody else's."""
