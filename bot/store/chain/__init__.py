"""The sealed chain over the audit trail: a row changed, taken out, exchanged or cut off is seen."""
