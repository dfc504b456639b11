"""Posts, delegations and exemptions, as heads of units and the Office see them: all of the slice's, for the wiring."""

from bot.personnel.comments import views as comment_views
from bot.personnel.delegation import views as delegation_views
from bot.personnel.links import views as link_views
from bot.personnel.staff import views as staff_views
from bot.personnel.units import views as unit_views

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
