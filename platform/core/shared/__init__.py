"""What the processes of one installation share through Redis: word of what was committed, and counts of who asked how often.

Redis is never the truth: while it is away, processes look into the database for themselves and count for themselves.
"""
