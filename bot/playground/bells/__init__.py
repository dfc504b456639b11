"""Stand-ins for the servers of mail, SMS and Zalo, strict as the real ones; and what has come by them, by person."""
