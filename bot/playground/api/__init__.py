"""The form of Bot API calls: parameters, files, updates, refusals, flood limits and network faults."""
