"""Phiếu mời QR: invites on paper, for everybody who is not linked, by the Office and by heads of units."""
