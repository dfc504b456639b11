"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowLinkRequest(ToView, name="link_request"):
    """One request to be linked."""

    request: int


class ChooseLinked(ToAct, name="choose_linked"):
    """Choose who it is that asks to be linked."""

    request: int


class RefuseLink(ToAct, name="refuse_link"):
    """Refuse a request to be linked."""

    request: int
