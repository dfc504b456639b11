"""Letters: what goes to anybody but the person who has just tapped. Once each, named when in doubt, and counted."""
