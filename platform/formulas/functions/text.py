from .signature import Function

FUNCTIONS: tuple[Function, ...] = ()
