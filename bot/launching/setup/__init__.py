"""Opening a campaign, seeing all that is set for it, and changing one part with a view of what follows."""
