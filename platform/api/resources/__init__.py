"""The resources of the API, one file each. A resource reads its call, asks one service and shapes the answer; no more."""
