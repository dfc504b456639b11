"""Đăng ký thay: a lead registers for a person who said so."""
