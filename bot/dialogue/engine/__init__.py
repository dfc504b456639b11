"""The engine: runs any flow, view and act. One event in, one reply out, in one transaction."""
