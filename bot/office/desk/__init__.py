"""The desk of the Office: all that waits for its decision, and the next one after each."""
