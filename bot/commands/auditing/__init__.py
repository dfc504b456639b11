"""Commands over the audit trail: verified, and written to a file."""
