"""
The benchmarks, one a module, found by name: nothing registers them by hand.

A module's docstring begins with what it compares; its `run()` yields `Finding`s.
"""
