"""Papers of a list: the list to be printed and signed, minutes of the meeting, and who signs them."""
