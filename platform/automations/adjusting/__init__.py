"""Changing buttons and approvals of a running workspace: by people who build, checked, written down, and to be taken back."""
