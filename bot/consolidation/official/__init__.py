"""Tờ trình, công văn, quyết định, báo cáo: the values and lists of each, from what a snapshot froze."""
