"""The bytes of a file that somebody has sent."""

from telegram.error import BadRequest

from bot.doors.telegram.wire import Wire


async def fetch(wire: Wire, file_id: str) -> bytes | None:
    """The file whole; None when Telegram does not hand it out: it is too big for bots, or gone. Raises the library's
    other errors, which trying again may mend."""
    try:
        file = await wire.get_file(file_id)
        return bytes(await file.download_as_bytearray())
    except BadRequest:
        return None
