"""The command line: one file per group of `gezi` commands. It holds no rule of the product."""
