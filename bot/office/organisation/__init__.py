"""Thông tin cơ quan: the department's own words and signatories, as the Office says and changes them."""
