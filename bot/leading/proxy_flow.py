"""Đăng ký thay: the dialogue in which a lead registers for a person."""

from typing import Any

from bot.conversation import Flow

FLOWS: tuple[Flow[Any], ...] = ()
