"""Everything that may come through Telegram's door, wanted or not: texts, buttons, cards, files, broken objects.

All of it is drawn from one `random.Random`, so that a seed is a story that can be told again.
"""

import copy
import json
import random
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from bot.doors.buttons import pack
from bot.enquiries.targets import Register

JSON = dict[str, Any]

SENTENCES = (
    *("/menu", "/dangky", "/cuatoi", "/hoidap", "/caidat", "/huy", "/trogiup", "/thongbao", "/donvi", "/congdoan"),
    *(
        "/quanly",
        "/start",
        "/start x",
        "/menu@thidua_bot",
        "/menu@another_bot now",
        "/khong_co_lenh_nay",
        "/dangky cstđcs",
    ),
    *("đăng ký cstđcs", "dang ky cstdcs", "Đăng ký danh hiệu", "cstđ cấp tỉnh cần gì", "ddawng kys lao ddoongj"),
    *("d9a8ng ky1 cstd9cs", "con ai chua dang ky", "khi nào hết hạn", "không đăng ký năm nay", "rút đăng ký"),
    *(
        "xem kế hoạch",
        "hỏi văn phòng",
        "Trang chính",
        "Cài đặt",
        "Dữ liệu của tôi",
        "Ngắt liên kết",
        "Tôi dùng số khác",
    ),
    *("Hoàn thành tốt nhiệm vụ được giao", "Số hóa quy trình nghiệm thu đề tài", "?", "1", "ok", "👍", "mật", "STOP"),
    *("<b>đậm</b> & <script>", "{who} {0} %s %(x)s", "'; DROP TABLE registration; --", "=1+1", "&lt;b&gt;", "</b>"),
)
ODD = (
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\u0301",
    "\ufeff",
    "\u00ad",
    "🏅",
    "🇻🇳",
    "ﷺ",
    "العربية",
    "\u0e33",
    "𝔗𝔦",
    "\n\n",
)
BROKEN: tuple[Any, ...] = (
    *(None, True, -1, 0, 10**30, 2**63, 1e308, "x" * 5000, "\x00", "\ud800"),
    *([], {}, [[]], [None], {"id": None}),
)


class Noise:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    # --- texts --------------------------------------------------------------------------------------------------------

    def text(self, mark: str) -> str:
        """Something that a person may send; `mark` is in it, or it gives nobody away. Never longer than one message."""
        kinds: tuple[Callable[[str], str], ...] = (
            self._sentence,
            self._sentence,
            lambda mark: self._spelled(f"{self._sentence(mark)} {mark}"),
            lambda mark: self._sprinkled(f"{self._sentence(mark)} {mark}"),
            lambda mark: f"{self._codepoints(30)} {mark}",
            lambda mark: (f"{self._sentence(mark)} {mark} " * 400)[: self.chance.choice((290, 301, 1000, 4096))],
            lambda mark: self.chance.choice((f"{mark}\n" * 40, f"🏅{mark}" * 100, f"{mark}{'a' * 3900}")),
        )
        return self.chance.choice(kinds)(mark)

    def _sentence(self, _mark: str) -> str:
        return self.chance.choice(SENTENCES)

    def _spelled(self, text: str) -> str:
        form = self.chance.choice(("NFC", "NFD", "NFKC", "NFKD"))
        return self.chance.choice((str.upper, str.lower, str.title, str))(unicodedata.normalize(form, text))  # type: ignore[arg-type]

    def _sprinkled(self, text: str) -> str:
        for _ in range(self.chance.randint(1, 6)):
            place = self.chance.randint(0, len(text))
            text = text[:place] + self.chance.choice((*ODD, chr(self.chance.randint(1, 31)))) + text[place:]
        return text

    def _codepoints(self, most: int) -> str:
        planes = ((0x20, 0x2FF), (0x300, 0x36F), (0x1E00, 0x20FF), (0x590, 0x6FF), (0x4E00, 0x4FFF), (0x1F300, 0x1FAFF))
        return "".join(
            chr(self.chance.randint(*self.chance.choice(planes))) for _ in range(self.chance.randint(1, most))
        )

    # --- buttons ------------------------------------------------------------------------------------------------------

    def forged(self, known: list[str]) -> str:
        """A payload that no button carries, or one of somebody else's, or one of those after an accident."""
        number = self.chance.choice(("0", "1", "2", "3", "7", "z", "zzzzzzzzzzzz", "1z141z3", "1z141z4", "999999"))
        step = self.chance.choice(
            ("titles", "summary", "past", "pledge", "initiative", "reason", "words", "confirm", "contact")
        )
        option = self.chance.choice(
            ("send", "same", "next", "LDTT", "CSTD_TINH", "mine", "back", "later", "x", "1", "99")
        )
        name = self.chance.choice(
            (
                *(
                    "receipt",
                    "mine",
                    "asked",
                    "menu",
                    "edit",
                    "withdraw",
                    "declined",
                    "title_info",
                    "which_title",
                    "plan",
                ),
                *("my_questions", "privacy_full", "unit", "office", "nothing", "link_requested", "my_data", "unlinked"),
            )
        )
        act = self.chance.choice(
            (
                *(
                    "register",
                    "register_title",
                    "register_titles",
                    "edit_part",
                    "decline",
                    "ask_late",
                    "pass_on",
                    "language",
                    "to_link",
                ),
                *("withdraw", "unlink", "agree", "my_form", "export", "nothing", "ask_erasure", "leave"),
            )
        )
        made = (
            f"a:{number}:{self.chance.choice('0123456789')}:{step}:{option}",
            f"s:{name}:{number}:{self.chance.choice(('0', '1', '5', number))}",
            f"s:{name}:{self.chance.choice(('0', '1', 'state', 'union', 'unit', number))}",
            f"s:{name}",
            f"d:{act}:{number}:{self.chance.choice(('0', '1', number))}",
            f"d:{act}:{number}",
            f"d:{act}",
            f"v:{name}:{number}:0",
            self.chance.choice(
                ("", ":", "a", "a:::::", "s:menu:", "d:register:-1:0", "s:menu:0:0:0", "Ж" * 32, "z" * 64)
            ),
            self._codepoints(16),
        )
        if known and self.chance.random() < 0.5:
            theirs = self.chance.choice(known)
            cut = self.chance.randint(0, len(theirs))
            return self.chance.choice(
                (theirs, theirs, theirs, theirs[:cut], theirs + "0", theirs.replace(":", ";"), theirs.upper())
            )
        return self.chance.choice(made)

    # --- raw updates --------------------------------------------------------------------------------------------------

    def message(self, human: JSON, chat: JSON, text: str) -> JSON:
        """A message of some kind that this bot does not ask for, whole as Telegram would send it."""
        file = {"file_id": "F", "file_unique_id": "U", "file_size": 9}
        place = {"latitude": 11.3, "longitude": 106.1}
        frame = {"width": 1, "height": 1}
        option = {"text": "có", "voter_count": 0, "persistent_id": "1"}
        contents: tuple[JSON, ...] = (
            {"sticker": {**file, **frame, "type": "regular", "is_animated": False, "is_video": False}},
            {"voice": {**file, "duration": 1}},
            {"audio": {**file, "duration": 1}},
            {"video": {**file, **frame, "duration": 1}, "caption": text[:1000]},
            {"video_note": {**file, "length": 1, "duration": 1}},
            {"animation": {**file, **frame, "duration": 1}, "document": {**file}},
            {"location": place},
            {"venue": {"location": place, "title": "Sở", "address": "Tây Ninh"}, "location": place},
            {"dice": {"emoji": "🎲", "value": 6}},
            {"hologram": {"anything": [1, 2, {"of": "a later version"}]}},
            {"text": "   "},
            {"text": ""},
            {"text": text[:3000] + "\ud800"},
            {"text": f"\x00{text[:3000]}\x07"},
            {"text": "/menu\nnow", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
            {"text": "/cuatoi", "entities": [{"type": "bot_command", "offset": 0, "length": 4000}]},
            {"document": {**file, "file_name": "=cmd.exe\x00", "mime_type": ""}, "caption": "/menu"},
            {"photo": [{**file, **frame}], "media_group_id": "1"},
            {"poll": {"id": "1", "question": "?", "options": [option], "total_voter_count": 0, **_POLL}},
        )
        return {"message": self._envelope(human, chat, self.chance.choice(contents))}

    def edited(self, human: JSON, chat: JSON, text: str) -> JSON:
        return {"edited_message": {**self._envelope(human, chat, {"text": text[:4000]}), "edit_date": 1_672_700_001}}

    def service(self, human: JSON, chat: JSON) -> JSON:
        """What nobody has said."""
        contents: tuple[JSON, ...] = (
            {"pinned_message": self._envelope(human, chat, {"text": "x"})},
            {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
            {"write_access_allowed": {}},
            {"new_chat_title": "x"},
        )
        return {"message": self._envelope(human, chat, self.chance.choice(contents))}

    def elsewhere(self, human: JSON) -> JSON:
        """Not a private chat, or not a message at all: nothing to answer."""
        group = {"id": -1001234567890, "type": self.chance.choice(("group", "supergroup")), "title": "Cả Sở"}
        channel = {"id": -1009876543210, "type": "channel", "title": "Tin"}
        said = self._envelope(human, group, {"text": self.chance.choice(SENTENCES)})
        tap = {"id": "1", "from": human, "message": said, "chat_instance": "1", "data": pack(Register())}
        member = {"user": {"id": 2023, "is_bot": True, "first_name": "b", "username": "thidua_bot"}}
        change = {
            "chat": group,
            "from": human,
            "date": 1_672_700_000,
            "old_chat_member": {**member, "status": "left"},
            "new_chat_member": {**member, "status": self.chance.choice(("member", "left"))},
        }
        post = {"message_id": 5, "date": 1_672_700_000, "chat": channel, "sender_chat": channel, "text": "tin"}
        return self.chance.choice(
            (
                {"message": said},
                {"message": self._envelope(human, group, {"new_chat_members": [human]})},
                {"edited_message": {**said, "edit_date": 1_672_700_001}},
                {"callback_query": tap},
                {"callback_query": {**tap, "inline_message_id": "1"}},
                {"my_chat_member": change},
                {"channel_post": post},
                {"edited_channel_post": {**post, "edit_date": 1_672_700_001}},
                {"inline_query": {"id": "1", "from": human, "query": "đăng ký", "offset": ""}},
                {"poll_answer": {"poll_id": "1", "user": human, "option_ids": [0], "option_persistent_ids": ["1"]}},
                {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, **_POLL}},
                {"telepathy": {"from": human, "thought": "x"}},
                {},
            )
        )

    def tap(self, human: JSON, chat: JSON, data: str) -> JSON:
        message = {"message_id": self.chance.choice((1, 2, 10**9)), "date": 0, "chat": chat}
        query = {"id": str(self.chance.getrandbits(60)), "from": human, "chat_instance": "1", "data": data}
        return {"callback_query": {**query, "message": message} if self.chance.random() < 0.7 else query}

    def _envelope(self, human: JSON, chat: JSON, content: Mapping[str, Any]) -> JSON:
        return {
            "message_id": self.chance.randint(1, 10**6),
            "date": 1_672_700_000,
            "from": human,
            "chat": chat,
            **content,
        }

    def damaged(self, update: JSON) -> Any:
        """`update` after some accidents: fields gone, of the wrong type, far too big."""
        broken = copy.deepcopy(update)
        for _ in range(self.chance.randint(1, 3)):
            box: Any = broken
            while True:
                keys = list(box) if isinstance(box, dict) else list(range(len(box)))
                if not keys:
                    break
                key = self.chance.choice(keys)
                if isinstance(box[key], dict | list) and self.chance.random() < 0.7:
                    box = box[key]
                    continue
                if self.chance.random() < 0.4:
                    del box[key]
                else:
                    box[key] = copy.deepcopy(self.chance.choice((*BROKEN, self._deep())))
                break
        return broken

    def rubbish(self) -> Any:
        """Not an update at all."""
        some: tuple[Any, ...] = (
            [],
            "update",
            7,
            None,
            {"update_id": None},
            {"update_id": "9"},
            {"update_id": 10**30},
            {"update_id": -5},
        )
        return self.chance.choice((*some, {"update_id": True, "message": {}}, {"update_id": 1.5, "message": None}))

    def _deep(self) -> Any:
        deep: Any = "bottom"
        for _ in range(40):
            deep = {"message": deep, "from": deep} if self.chance.random() < 0.1 else {"message": deep}
        return deep


_POLL = {
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}


def as_sent(raw: Any) -> Any:
    """What of `raw` survives the wire."""
    return json.loads(json.dumps(raw))
