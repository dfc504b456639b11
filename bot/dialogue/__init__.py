"""Conversations: screens, targets, flows, views and acts as values; drafts and surfaces; the engine that runs them."""
