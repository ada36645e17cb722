"""Who people are: accounts, sessions, tokens and workspaces in the control database; members inside a workspace.

What they may do with rows is the business of `permissions`.
"""
