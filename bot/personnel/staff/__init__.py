"""People as the Office finds and changes them: posts, exemptions, leaving."""
