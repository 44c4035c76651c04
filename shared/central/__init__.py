"""The centre's half: its database, the applier that posts what devices report, and the garapon-central command.

May import storage and what lies below it; never Qt.
"""
