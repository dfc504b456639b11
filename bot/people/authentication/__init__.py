"""Getting in by the web: links, PINs, browsers that are in, and tries that were wrong."""
