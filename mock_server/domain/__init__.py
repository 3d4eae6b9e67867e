"""
The rules and records of DHIS2 messaging, as plain Python.

Nothing here knows HTTP, JSON or XML.
"""
