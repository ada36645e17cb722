"""Hashing a password costs time on purpose; in tests it costs next to none, except where the cost is what is tested."""

from __future__ import annotations

from argon2 import PasswordHasher

from gezi.accounts import passwords

REAL = passwords.HASHER  #: as the product has it; read before anything replaces it
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
