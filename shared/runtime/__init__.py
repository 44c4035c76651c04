"""The ground every program stands on: settings, folders, logs, and a start that ends in a sentence.

May import the standard library and platformdirs, nothing else: it must work where Qt can't be loaded.
"""
