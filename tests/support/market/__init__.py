"""A market: three tables with every kind of computation, run on two databases at once and beside a model in plain Python."""
