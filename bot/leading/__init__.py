"""The work of leads: boards, confirming and asking for a change, reminding, registering for others, collectives."""
