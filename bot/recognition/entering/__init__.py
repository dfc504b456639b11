"""Decisions as the Office enters and revokes them"""
