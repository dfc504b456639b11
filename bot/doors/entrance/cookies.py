"""Cookies of the web door: the secret of a browser that is in, and before that the one of a browser with a link."""

from datetime import timedelta

from aiohttp import web

from bot.people.authentication import rules

SESSION, LINK = "thidua", "thidua_in"
_MOST = 100


class Cookies:
    """`root`: the path under which people see the door; `secure`: it is seen by https."""

    def __init__(self, root: str, *, secure: bool) -> None:
        self._root, self._secure = root, secure

    def session(self, request: web.Request) -> str:
        return _read(request, SESSION)

    def link(self, request: web.Request) -> str:
        return _read(request, LINK)

    def set_session(self, answer: web.StreamResponse, secret: str, *, shared: bool) -> None:
        """On a shared computer it goes with the browser's window."""
        self._set(answer, SESSION, secret, None if shared else rules.SESSION)

    def set_link(self, answer: web.StreamResponse, secret: str) -> None:
        self._set(answer, LINK, secret, rules.WAITS_FOR)

    def forget_session(self, answer: web.StreamResponse) -> None:
        self._forget(answer, SESSION)

    def forget_link(self, answer: web.StreamResponse) -> None:
        self._forget(answer, LINK)

    def _set(self, answer: web.StreamResponse, name: str, value: str, age: timedelta | None) -> None:
        seconds = None if age is None else int(age.total_seconds())
        answer.set_cookie(
            name, value, max_age=seconds, path=self._root, secure=self._secure, httponly=True, samesite="Lax"
        )

    def _forget(self, answer: web.StreamResponse, name: str) -> None:
        answer.del_cookie(name, path=self._root, secure=self._secure, httponly=True, samesite="Lax")


def _read(request: web.Request, name: str) -> str:
    value = request.cookies.get(name, "")
    return value if len(value) <= _MOST else ""
