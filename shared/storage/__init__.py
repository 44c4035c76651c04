"""The databases: SQLAlchemy tables, mapping between rows and domain, repositories, the unit of work, migrations.

`engine` opens both kinds of database, `exchange` holds the tables that a device and the centre share; the rest is the device's own
database. May import wire, application and domain.
"""
