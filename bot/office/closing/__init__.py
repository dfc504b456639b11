"""The end of a campaign: whoever leads is told once how it ended, and what is left"""
