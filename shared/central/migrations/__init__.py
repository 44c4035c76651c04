"""The centre's schema, step by step, for both kinds of database; run by `migrate_centre`, never by hand."""
