"""Local servers that speak the same APIs as the outside services, with real rendering.

Nothing here is shared with the clients, so that both cannot be wrong together.
"""
