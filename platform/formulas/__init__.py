"""The formula language: grammar, checker, exact evaluator with its trace, dependency graph. It knows no database."""
