"""Whatever a bot sends, the stand-in answers like a server: an envelope, never an exception."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.api.files import Upload
from bot.playground.api.signatures import CANONICAL, READERS
from bot.playground.world import World
from tests.playground.watch import HAU, Watch

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        [HAU, str(HAU), "1", 1, "", "HTML", "attach://part", "[]", "{}", "{", "\ud800", "@ai_do", "typing"]
    ),
)
FIELDS = st.sampled_from(
    [
        *("text", "type", "media", "offset", "length", "inline_keyboard", "keyboard", "callback_data", "url", "style"),
        *("message_id", "chat_id", "command", "description", "copy_text", "is_persistent", "caption", "parse_mode"),
    ]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3), max_leaves=8
)
CALLS = st.sampled_from([*CANONICAL.values(), "sendCheques"]).flatmap(
    lambda method: st.tuples(
        st.just(method), st.dictionaries(st.sampled_from([*READERS.get(method, ()), "colour"]), VALUES, max_size=5)
    )
)


@settings(max_examples=400, deadline=None)
@given(call=CALLS, known=st.booleans())
def test_every_call_is_answered(call: tuple[str, dict[str, Any]], known: bool) -> None:
    method, params = call
    watch = Watch()
    world = World(now=watch.now, monotonic=watch.monotonic)
    world.human(HAU, "Hậu")
    world.says(HAU, "/start")
    world.call("sendMessage", {"chat_id": HAU, "text": "một"})
    if known:
        params = {"chat_id": HAU, "message_id": 2, "from_chat_id": HAU, "text": "hai", **params}
        params = {name: value for name, value in params.items() if name in READERS.get(method, params)}
    status, envelope = world.call(method, params, {"part": Upload("a.txt", b"a")})
    assert envelope["ok"] is (status == 200)
    assert status == 200 or (envelope["error_code"], bool(envelope["description"])) == (status, True)
    json.dumps(envelope)
