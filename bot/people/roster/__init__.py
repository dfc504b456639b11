"""The roster: the people and units of the Office's workbook, read, planned and applied."""
