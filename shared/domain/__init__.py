"""The rules of the programme, pure: values in, values out.

No I/O, no clock, no randomness, no Qt, no SQL: time, ids and seeds come in as values. May import nothing of ours.

`rules.apply` is the one way an operation changes anything; devices and the centre both call it.
"""
