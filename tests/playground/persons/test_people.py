"""What people do, and what the bot hears of it."""

from typing import Any

import pytest

from bot.playground.world import World
from tests.playground.watch import HAU, Watch

JSON = dict[str, Any]


def heard(world: World) -> list[JSON]:
    """All updates now waiting, confirmed as they are read."""
    _, answer = world.call("getUpdates", {})
    updates: list[JSON] = answer["result"]
    if updates:
        world.call("getUpdates", {"offset": updates[-1]["update_id"] + 1})
    return updates


def test_a_deep_link_is_a_start_command_with_its_payload(world: World) -> None:
    world.opens_link(HAU, "moi-1")
    ((message),) = [update["message"] for update in heard(world)]
    assert message["text"] == "/start moi-1"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "vi" and message["chat"]["type"] == "private"
    with pytest.raises(ValueError, match="at most 64"):
        world.opens_link(HAU, "x" * 65)


def test_a_card_says_whose_it_is_and_whether_it_was_forwarded(world: World) -> None:
    world.human(8, "Lan", "Trần", phone="84987654321")
    world.shares_contact(HAU, "84987654321", 8, "Lan")
    world.shares_contact(HAU, "84987654321", None, "Ai đó")
    world.shares_contact(HAU, "84912345678", HAU, "Hậu", forwarded=True)
    others, nobodys, forwarded = [update["message"] for update in heard(world)]
    assert others["contact"] == {
        "phone_number": "84987654321",
        "first_name": "Lan",
        "user_id": 8,
        "last_name": "Trần",
    }
    assert "user_id" not in nobodys["contact"]
    assert "forward_origin" in forwarded and "forward_origin" not in others


def test_a_long_text_leaves_the_phone_in_parts(world: World) -> None:
    world.says(HAU, "🎖" * 3000)
    first, second = [update["message"]["text"] for update in heard(world)]
    assert (len(first), len(second)) == (2048, 952)


def test_an_edit_reaches_the_bot_with_the_same_id_and_leaves_the_first_update_as_it_was(world: World) -> None:
    said = world.says(HAU, "mot")
    world.edits(HAU, said, "một")
    before, after = heard(world)
    assert before["message"]["text"] == "mot"
    assert (after["edited_message"]["text"], after["edited_message"]["message_id"]) == ("một", said)
    assert [seen.text for seen in world.chat(HAU).messages] == ["một"]


def test_a_blocked_bot_hears_nothing_and_a_phone_lets_nobody_try(world: World) -> None:
    world.says(HAU, "/start")
    world.blocks(HAU)
    world.blocks(HAU)
    with pytest.raises(ValueError, match="must unblock"):
        world.says(HAU, "xin chào")
    world.unblocks(HAU)
    _, kicked, back = heard(world)
    assert kicked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"


def test_a_reply_shows_what_it_answers(world: World) -> None:
    first = world.says(HAU, "một")
    world.says(HAU, "hai", reply_to=first, forwarded=True)
    _, answer = [update["message"] for update in heard(world)]
    assert answer["reply_to_message"]["text"] == "một"


def test_anything_can_be_injected_and_is_confirmed_like_the_rest(world: World) -> None:
    world.inject({"message": {"message_id": "không phải số"}})
    world.inject(["không phải", None])
    world.inject(None)
    _, answer = world.call("getUpdates", {})
    assert answer["result"][0]["message"] == {"message_id": "không phải số"}
    assert answer["result"][1:] == [["không phải", None], None]
    world.call("getUpdates", {"offset": answer["result"][0]["update_id"] + 3})
    assert world.pending() == 0


def test_redelivery_gives_every_confirmed_update_once_more(world: World) -> None:
    world.redeliver()
    world.says(HAU, "một")
    (first,) = world.call("getUpdates", {})[1]["result"]
    (again,) = world.call("getUpdates", {"offset": first["update_id"] + 1})[1]["result"]
    assert again == first
    assert world.call("getUpdates", {"offset": first["update_id"] + 1})[1]["result"] == []
    assert world.pending() == 0


def test_the_last_updates_can_be_asked_for_from_the_end(world: World) -> None:
    for text in ("một", "hai", "ba"):
        world.says(HAU, text)
    result = world.call("getUpdates", {"offset": -2})[1]["result"]
    assert [update["message"]["text"] for update in result] == ["hai", "ba"]
    assert world.pending() == 2


def test_a_page_is_told_which_chat_changed(world: World, watch: Watch) -> None:
    changed: list[int] = []
    stop = world.watch(changed.append)
    world.says(HAU, "/start")
    before = world.chat(HAU).revision
    world.call("sendMessage", {"chat_id": HAU, "text": "Chào"})
    world.call("sendChatAction", {"chat_id": HAU, "action": "typing"})
    assert world.chat(HAU).action == "typing"
    watch.passes(6)
    assert world.chat(HAU).action is None
    stop()
    world.says(HAU, "không ai xem")
    assert changed == [HAU] * 3 and world.chat(HAU).revision > before


def test_a_bench_keeps_a_short_history_and_edits_what_is_in_it(watch: Watch) -> None:
    world = World(now=watch.now, monotonic=watch.monotonic, history=2)
    world.human(HAU, "Hậu")
    world.says(HAU, "/start")
    for text in ("một", "hai"):
        world.call("sendMessage", {"chat_id": HAU, "text": text})
    assert [seen.text for seen in world.chat(HAU).messages] == ["một", "hai"]


def test_the_date_on_a_message_is_the_civil_one(world: World, watch: Watch) -> None:
    world.says(HAU, "/start")
    watch.civil = watch.civil.replace(month=3)
    world.says(HAU, "/menu")
    dates = [seen.date for seen in world.chat(HAU).messages]
    assert dates[1] - dates[0] == 59 * 24 * 3600


def test_the_token_is_in_no_repr(world: World) -> None:
    assert world.token not in repr(world)
