"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowUnits(ToView, name="office_units"):
    """The department's units."""

    page: int = 0


class ShowUnit(ToView, name="office_unit"):
    """One unit."""

    unit: int


class RenameUnit(ToAct, name="rename_unit"):
    """Give a unit another name."""

    unit: int


class MergeUnit(ToAct, name="merge_unit"):
    """Merge a unit into another one."""

    unit: int
