"""APScheduler as a metronome, and the idempotent ticks it beats."""
