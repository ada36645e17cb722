"""Records on paper (S60, S61): a list with its groups and totals, one record, a pivot, each as a page that a browser prints.

A page is one HTML document without scripts, pictures or anything from elsewhere. What it shows is what its caller may read, of
the rows that they may print.
"""
