"""The snapshots as the Office takes them: what is missing, each with its numbers and papers, and what differs."""
