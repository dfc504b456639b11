"""Khóa truy cập: passkeys of people (WebAuthn), which stand for the PIN at the web door: kept, asked for, proven."""
