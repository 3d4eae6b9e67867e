"""The effects of faults, one module each; found where it lies."""
