"""Who works where and who stands in for whom, as the Office and the heads of units say it, by date."""
