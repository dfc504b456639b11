"""The tracking table of a notice, as a paper to sign and as a workbook."""
