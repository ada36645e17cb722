"""Signing in with an OpenID provider: authorization code with PKCE; state and nonce belong to one browser.

Nothing is imported here: `provider` brings cryptography with it (10 MB and a tenth of a second), and few installations use one.
"""
