"""Staff, units, union groups; dated posts, memberships and grants; accounts and how they are bound."""
