"""What tests stand on: servers of their own, workspaces, API clients. Nothing here asserts anything about the product."""
