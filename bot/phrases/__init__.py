"""Every sentence for people: read from locales/, formatted, escaped once."""
