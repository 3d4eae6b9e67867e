"""
How fast the mock is, told as ratios to something measured in the same run.

Absolute figures say more about the machine than about the mock, so none is promised.
"""
