"""Home: the first screen, one's own page, typed words, and the files one may take away."""
