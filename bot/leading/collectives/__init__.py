"""Đăng ký tập thể: what a unit or union group registers for itself."""
