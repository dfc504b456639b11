"""The Office's own work on the year: days off and make-up days, and the department as a whole."""
