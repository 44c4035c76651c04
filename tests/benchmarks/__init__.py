"""Benchmarks: what Garapon takes, beside what the bare library takes for the same work in the same run."""
