"""Templates: applications as portable JSON. Their format and its checks, and the installer."""
