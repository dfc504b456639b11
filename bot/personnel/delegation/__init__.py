"""Delegation: coordinators, and deputies who confirm in a head's stead."""
