"""Who may do what to which rows: role groups, grants, scopes as condition trees, and the reasons for every answer."""
