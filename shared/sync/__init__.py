"""The device's half of synchronisation: the port `Central`, what implements it over SQL, and the loop.

May import storage, wire, application and domain. Rules and reasons: SYNC.md of the design.
"""
