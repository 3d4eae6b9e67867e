"""
Fault injection: what a world does to some requests on purpose (control-plane 3.3).

A fault is a match, an effect and a lifetime. `rules` decide when one fires; what it
does then is in `effects`, one module an effect.
"""
