"""Telling each person the own result, once the head of the Office lets it go"""
