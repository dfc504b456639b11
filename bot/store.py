"""The store as a whole: migrations up to now, a copy taken before, and the lock that keeps a second process away."""

from bot.database import sync_engine


def migrate(url: str) -> None:
    import bot.tables  # noqa: F401
    from sqlmodel import SQLModel

    engine = sync_engine(url)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
