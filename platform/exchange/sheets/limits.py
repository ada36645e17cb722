"""How large a sheet may be and what reading it may cost (reliability 4.8, attacks "Files and imports")."""

from __future__ import annotations

FILE_BYTES = 50 * 2**20
ROWS = 200_000  #: below the header
COLUMNS = 300
CELLS = 6_000_000  #: rows × columns of what is used, empty cells between others included
HEADER_CELL = 200  #: characters of a column's name that are looked at

ENTRIES = 2_000  #: files in the archive
UNPACKED = 512 * 2**20  #: bytes of all of them
RATIO = 200  #: unpacked to packed

MEMORY = 1_536 * 2**20  #: address space of the reading process
SECONDS = 60  #: of its processor time
PATIENCE = 180  #: seconds on the clock until it is given up
SPOOL = 1_024 * 2**20  #: bytes that it may write
