"""
What users can do, one function a verb of DHIS2's `MessageService`.

A service opens the transaction, asks `domain.access`, changes records and
returns them; it knows no HTTP and leaves the state alone when it refuses.
"""
