"""A registration after it was sent: receipt, change, withdrawal; and declining, and asking late."""
