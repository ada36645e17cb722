"""People who sign in: accounts, sessions, tokens, the list of workspaces, and the members of a workspace."""
