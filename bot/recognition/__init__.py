"""Công nhận: decisions with those whom they recognise, and what follows from them"""
