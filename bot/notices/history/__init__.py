"""The history of a notice: its content before each correction, and the correction that is being written."""
