"""The device database's history, one revision a module in `versions`; run from code by `shared.storage.migrate`."""
