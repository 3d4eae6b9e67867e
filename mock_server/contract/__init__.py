"""
One suite of behavioural checks, run against two servers, and what came out otherwise.

Checks are data: requests in order, and which values of the answers matter. What is
right is not written down here: the mock answers, the other server answers, and the two
are compared. Nothing here asks a user, prints, or opens a connection of its own.
"""
