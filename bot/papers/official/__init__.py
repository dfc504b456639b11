"""Official documents: one wording of each, laid out as PDF, and as docx by a template that the Office may replace."""
