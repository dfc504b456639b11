"""Số liệu, dự báo: where the department will stand at the deadline, shares of titles, lists by state, the chart."""
