"""The entrance of the web door: links and the consent, PINs, the lock, signing out. Its pages need no script."""
