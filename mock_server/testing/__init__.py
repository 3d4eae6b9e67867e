"""
The mock as tests use it: started in this process, or reached over HTTP.

Everything here speaks to a server by the documents of its control plane, so a test
does not notice which of the two it has. Outside, import from `mock_server`.
"""
