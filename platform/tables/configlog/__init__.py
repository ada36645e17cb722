"""The configuration log (E23): one list of every change of what is configurable, with its difference and the way back.

Whatever is stored through `config.put`, `rules.stored.put`, `views.saving`, `schema`, `rights`, timers and automations is
written down by `writing`; `listing` reads it in words, `reverting` takes an entry back through the services that people use.
"""
