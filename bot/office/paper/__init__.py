"""Đăng ký giấy: signed forms of people who do not use the chat, as the Office enters them."""
