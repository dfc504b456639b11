"""The audience of a notice: how it is described, found and chosen."""
