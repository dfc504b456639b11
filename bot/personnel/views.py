"""Posts, delegations and exemptions, as heads of units and the Office see them: all of the slice's, for the wiring."""

from bot.personnel import comment_views, delegation_views, link_views, staff_views, unit_views

VIEWS = (
    *delegation_views.VIEWS,
    *staff_views.VIEWS,
    *unit_views.VIEWS,
    *comment_views.VIEWS,
    *link_views.VIEWS,
)
ACTS = (
    *delegation_views.ACTS,
    *staff_views.ACTS,
    *unit_views.ACTS,
    *comment_views.ACTS,
    *link_views.ACTS,
)
