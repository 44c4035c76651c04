"""Use cases, one function or small class each, and the ports they need.

May import the domain only. Nothing here knows Qt, SQL or the network; every use case opens one transaction of
`ports.Storage`, lets the domain decide, appends the operation and commits before it answers.
"""
