"""Đăng ký tập thể: the dialogue in which a lead registers the unit or union group."""

from typing import Any

from bot.conversation import Flow

FLOWS: tuple[Flow[Any], ...] = ()
