"""The store: engine, inbox, files, leases, locks, audit, and what keeps it in order as a whole."""
