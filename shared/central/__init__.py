"""The centre: one place where everything ends up, and where every promise is checked again.

`schema` and `migrations` hold the database, `office` what administrators do, `applier` what becomes of operations,
`housekeeping` what time and empty drums ask for, `serve` the process that does it all. May import storage, wire,
application, domain and runtime.

Who writes what: devices insert into `inbox` and nothing else; the applier and the commands write the rest, one at a
time (`database.writing`).
"""
