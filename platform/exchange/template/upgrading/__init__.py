"""A newer version of an installed template: what it would change, what people have changed, both brought together (E24).

`items` takes a template apart, `plan` compares three of them (as installed, as it stands, as it comes), `carrying` brings
what was chosen into the workspace. Nothing with data in it is ever deleted; labels, layouts and views that people have
changed stay theirs (S100).
"""
