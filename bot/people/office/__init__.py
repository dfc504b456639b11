"""The Office itself: what in it only its head decides, or whoever acts in the head's stead."""
