"""The databases: SQLAlchemy tables, mapping between rows and domain, repositories, the unit of work, migrations.

`engine` opens both kinds of database, `exchange` holds the tables that a device and the centre share; the rest is the
device's own database: `device_storage` is its front, `shelf` holds what the centre confirmed, `outbox` what this device
did, and `replay` makes of both what is shown. May import wire, application, domain and runtime.
"""
