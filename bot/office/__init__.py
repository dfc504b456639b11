"""The Office's own work on the year: days off, the department's own words, and the department as a whole."""
