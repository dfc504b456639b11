"""The end of a year: what is open, closing, and what may go"""
