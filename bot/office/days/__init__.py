"""Ngày nghỉ, làm bù: days that the Office declares off or worked, with what moves because of them."""
