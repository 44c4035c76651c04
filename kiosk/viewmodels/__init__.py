"""The kiosk's state for QML: one frozen `Session`, pure steps that change it, and a view model for each page.

`AppViewModel` holds the session, asks the use cases on the database lane and shows the session to every page; a page's
view model derives frozen props from it and says which of them changed. May import application, domain and
`shared.qt`; never storage or SQLAlchemy. Words for people live in QML: here are keys, figures and what the programme
says.
"""
