"""Doorbells: that something waits, said once a day at most by mail, Zalo or SMS, to whoever no letter reaches."""
