"""
The command `dhis2-mock`: what each subcommand is called and takes.

A new subcommand is a module here whose `COMMAND` is a click command, and its name in
`commands.NAMES`. Modules are imported when their command is asked for, so that none
makes another start slower.
"""

from mock_server.cli.commands import main

__all__ = ["main"]
