"""Đăng ký thay: whom, and what came of it."""

from bot.conversation import Act, View

VIEWS: tuple[View, ...] = ()
ACTS: tuple[Act, ...] = ()
