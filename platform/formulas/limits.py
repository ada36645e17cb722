"""How large a formula and its results may be (attacks.md, formula bombs). Every bound is met before the costly work."""

MAX_LENGTH = 10_000  #: characters of a formula's source
MAX_TOKENS = 5_000  #: words, numbers and signs
MAX_NODES = 2_000  #: nodes of the syntax tree
MAX_DEPTH = 100  #: levels of the syntax tree, and of open brackets
MAX_DIGITS = 38  #: digits of a number that leaves a formula (reliability.md 4.2)
MAX_TEXT = 100_000  #: characters of any text, also one half-way through a formula
MAX_EXPONENT = 100_000  #: the largest whole exponent of a power
MAX_ITEMS = 100_000  #: items of a list made by a formula
