"""Home: the first screen, one's own page, and the files one may take away."""
