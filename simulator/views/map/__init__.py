"""The map: one scene as a picture and as sentences. Nothing here asks the trace."""
