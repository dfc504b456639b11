"""The work of leads: boards, confirming, reminding, registering for others, collectives; late requests."""
