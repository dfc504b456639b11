"""The questions about a campaign, each with its screen and how its answer is understood."""
