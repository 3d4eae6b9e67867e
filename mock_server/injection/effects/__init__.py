"""The effects of faults, one module each; importing it is what registers it."""
