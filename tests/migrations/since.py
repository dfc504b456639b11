"""Sentences that read otherwise since the old store was written, on purpose: in the order of the reasons."""

import re
from typing import Any

LINES = (
    # Not every chat is at Telegram.
    ("Ngắt liên kết tài khoản Telegram này với", "Ngắt liên kết tài khoản này với"),
    ("Tài khoản Telegram này (đã|chưa|đang|không)", r"Tài khoản này \1"),
    ("([Tt])his Telegram account", r"\1his account"),
    ("Telegram không cho gửi", "kênh không nhận tin"),
    ("Telegram refuses", "the channel refuses"),
    # The list that is signed names registrations only, and says so.
    (
        "^(Danh sách DS23-01, bản 3, để in và ký)[.]$",
        r"\1. Bản in chỉ ghi người đăng ký.",
    ),
    # Numbers are those of what opens, and it is said whom a message reaches.
    (
        "Mỗi người nhận nhiều nhất một lời nhắc trong ngày",
        "Mỗi người nhận nhiều nhất một lời nhắc của lãnh đạo trong ngày",
    ),
    (
        "Mỗi người được báo tại kênh này[.]",
        "Người dùng kênh này được báo tại đây; người chưa dùng xem danh sách in của đơn vị.",
    ),
    (
        "Người xác nhận sẽ thấy thay đổi này[.]",
        "Nếu đăng ký đã được xác nhận, người xác nhận được báo vào sáng ngày làm việc tiếp theo.",
    ),
    # A list that was sent and returned is not one that was never sent.
    (
        r"^(Danh sách của Tổ công đoàn Quản lý Khoa học và Công nghệ) chưa gửi (Chủ tịch Công đoàn cơ sở)[.]$",
        r"\1 được trả lại, cần gửi lại \2.",
    ),
    # The chat takes workbooks.
    (
        r"^Người mới vào và vai trò mới: nhập bằng bảng nhân sự [(]Excel[)][.]$",
        "Người mới vào, vai trò mới: gửi bảng nhân sự (Excel) tại «Danh sách nhân sự».",
    ),
    # A draft shows its words as they are.
    (r"^(<b>)?THÔNG BÁO \(bản nháp (\d+)\)(</b>)?\nNội dung: (.*)$", r"\1THÔNG BÁO (bản nháp \2)\3\n\n\4\n"),
    # A correction shows what changed.
    (
        r"Nội dung cũ: Kính gửi .*(Đăng ký đến .*)\nNội dung đúng: Kính gửi .*(Đăng ký đến .*)",
        r"Đã ghi: \1\nNay sửa: \2",
    ),
    # What was sent is not called received.
    (r"(: )nhận (\d+/\d+)", r"\1đã gửi \2"),
    # State and union are answered apart; what was declined until then is the State's.
    (r"(người: đăng ký 1,) chưa đăng ký 11[.]", r"\1 chưa có ý kiến 11."),
    (r"đoàn viên đã đăng ký (danh hiệu Công đoàn)", r"đoàn viên có phản hồi về \1"),
    (r"(năm 2023 Anh/Chị không đăng ký danh hiệu)[.]", r"\1 Nhà nước."),
    (r"(đã ghi nhận Anh không đăng ký danh hiệu) năm 2023", r"\1 Nhà nước năm 2023"),
    (r"(Recorded: you do not register) a title in 2023", r"\1 State titles in 2023"),
    (r"(Recorded as not registering) this year", r"\1 State titles this year"),
    (r"^(Đăng ký: đã gửi, chờ xác nhận [(]mã số TD23-0001[)])$", r"\1\nDanh hiệu Công đoàn: đã gửi, chờ xác nhận"),
    # The own page says that a member has not answered for the union.
    (r"(ĐĂNG KÝ CỦA TÔI.*\n.*TD23-0013.*\n- Phần Nhà nước: .*)", r"\1\n- Phần Công đoàn: chưa phản hồi"),
    # Every screen says what stands in each family, a receipt too, in the words of the own page.
    (r"^Phần (Nhà nước|Công đoàn): chờ (.*) xác nhận$", r"- Phần \1: chờ \2 xác nhận"),
    (r"^State part: waiting for (.*) to confirm$", r"- State part: \1 is to confirm"),
    (r"^(- Phần Nhà nước: .*)\n(Kết quả từng bước.*\n.*xin cho biết)", r"\1\n- Phần Công đoàn: chưa phản hồi\n\2"),
    (r"^(- State part: .*)\n(Each step.*\n.*please say)", r"\1\n- Union: no answer yet\n\2"),
    (r"(TD23-0009.*\n.*\n.*\n- Phần Nhà nước: )chờ .*", r"\1đã xác nhận 20/02/2023"),
    (r"(TD23-0008.*\n.*\n.*\n- Phần Nhà nước: )chờ (.*) xác nhận", r"\1\2 đề nghị chỉnh sửa"),
    (
        r"^Tình trạng: (đã gửi, chờ xác nhận)( [(]mã số TD23-00(?:05|10)[)])$",
        r"Tình trạng: phần Nhà nước \1; phần Công đoàn chưa phản hồi\2",
    ),
    (
        "^Tình trạng: đã có ý kiến không đăng ký năm nay$",
        "Tình trạng: phần Nhà nước không đăng ký năm nay; phần Công đoàn chưa phản hồi (mã số TD23-0011)",
    ),
    (
        r"(danh hiệu Nhà nước[.]\nLý do: .*)(\nNếu đổi ý)",
        r"\1\n- Phần Nhà nước: không đăng ký năm nay\n- Phần Công đoàn: chưa phản hồi\2",
    ),
    (
        r"(State titles in 2023[.]\nReason: .*)(\nIf you change)",
        r"\1\n- State: not registering this year\n- Union: no answer yet\2",
    ),
    # Whoever leads a union group sees no title of the State's.
    (r"(Đăng ký: <b>Đoàn viên CĐ xuất sắc</b>\n.*)\nNăm 2022: LĐTT", r"\1"),
    # An invite on paper holds longer than one on a screen.
    (r"(đã dùng, đã thay hoặc) quá 72 giờ", r"\1 quá hạn"),
    # The question about last year says of which family there is nothing.
    ("Năm 2022 Anh đạt:\n<b></b>", "Nhà nước: chưa có dữ liệu năm 2022.\nCông đoàn: chưa có dữ liệu năm 2022."),
)
"""Pattern -> what stands there now."""

_ASKED = {
    "✅ Đã gửi đăng ký": (
        "Anh/Chị là đoàn viên công đoàn: xin cho biết ý kiến về danh hiệu Công đoàn.",
        [["Đăng ký danh hiệu Công đoàn"], ["Không đăng ký danh hiệu Công đoàn"]],
    ),
    "✅ Registration sent": (
        "You are a union member: please say whether you register union titles.",
        [["Register union titles"], ["Not registering union titles"]],
    ),
}
"""Receipt of a member who has not answered for the union -> the line and the buttons that ask."""

_WHICH = [["Danh hiệu Nhà nước"], ["Danh hiệu Công đoàn"], ["Cả hai"]]
_FAMILIES = {
    "<b>KHÔNG ĐĂNG KÝ NĂM 2023</b>\nXin Anh/Chị chọn lý do": (
        "<b>KHÔNG ĐĂNG KÝ NĂM 2023</b>\nXin Anh/Chị chọn phần không đăng ký.\n"
        "- Danh hiệu Nhà nước: chưa phản hồi\n- Danh hiệu Công đoàn: chưa phản hồi",
        [*_WHICH, ["Trang chính"]],
    ),
    "<b>KHÔNG ĐĂNG KÝ NĂM 2023</b>: Trần Thanh Lam\n": (
        "<b>KHÔNG ĐĂNG KÝ NĂM 2023</b>: Trần Thanh Lam\nXin Anh/Chị chọn phần không đăng ký.",
        [*_WHICH, ["Quay lại"]],
    ),
}
"""The reasons for declining, of a member -> the question for which family, which comes first now."""


_BACK = {
    "<b>DANH SÁCH CỦA CÁC ĐƠN VỊ</b>": "Quản lý phong trào",
    "<b>DANH SÁCH CỦA CÁC TỔ CÔNG ĐOÀN</b>": "Công đoàn cơ sở",
    "<b>ĐẦU MỐI, ỦY QUYỀN</b>": "Đơn vị phụ trách",
}
"""Beginning of a screen -> the way back that stands beside the first screen now."""

_SHOWN = {
    # A text that was refused is refused where it is typed, and no screen of its own.
    'Nội dung có chữ "MẬT" nên hệ thống không nhận': {
        "text": """Anh <b>Trần Quang Nghĩa</b>, Phòng Quản lý Khoa học
Phong trào thi đua năm 2023
Tình trạng: chưa đăng ký
Hạn: 17:00 Thứ Ba, 28/02/2023""",
        "labels": [["Đăng ký danh hiệu", "Đăng ký của tôi"], ["Thông báo", "Hỏi đáp"], ["Cài đặt"]],
    },
    # Words are seen as they are before anything is done with them.
    "<b>SOẠN THÔNG BÁO</b>\nNội dung hiện có": {
        "text": """<b>NỘI DUNG THÔNG BÁO</b>

Kính gửi: Các phòng, đơn vị thuộc Sở; toàn thể công chức, viên chức, người lao động

Sở phát động phong trào thi đua năm 2023. Đề nghị 100 % tập thể, cá nhân hưởng ứng và đăng ký trước {hạn}.
Danh hiệu Công đoàn: Chính quyền phối hợp Công đoàn cơ sở cùng phát động.
Cần hướng dẫn: Văn phòng Sở, Nguyễn Đức Duy.
Trân trọng./.

Bấm «Tiếp tục» để dùng nội dung này, «Sửa từng đoạn» để sửa một phần, hoặc gõ nội dung mới để thay toàn bộ.
Chỗ điền tự động: {họ tên}, {đơn vị}, {danh hiệu}, {hạn}, {tiến độ}, {biểu đồ}""",
        "labels": [["Tiếp tục"], ["Sửa từng đoạn"], ["Chọn mẫu khác"], ["Để sau"]],
    },
}
"""The beginning of a screen that is another one since -> what it shows."""


WORDS = (
    # Where a moment is out of the usual hours it is said when they begin again.
    (
        "^(Bây giờ là [^,]+, [0-9/]+), ngoài giờ gửi thông thường[.]",
        r"\1; giờ gửi thông thường kế tiếp từ 08:00 Thứ Tư, 22/02/2023.",
    ),
    (
        "^(It is [^,]+, [0-9/]+), outside the usual hours[.]",
        r"\1; the usual hours begin next at 08:00 Wednesday, 22/02/2023.",
    ),
    # One word for one thing: answered or not, blocked, not of the department any more.
    ("[ĐD]ã có phản hồi", "Đã phản hồi"),
    ("Chưa có phản hồi|Chưa có ý kiến(?=:)", "Chưa phản hồi"),
    (r"(?<!đơn vị )chưa có ý kiến(?= \d|,|[.]|$)|chưa có phản hồi", "chưa phản hồi"),
    (r"(?<=người) có phản hồi|(?<=viên) có phản hồi", " đã phản hồi"),
    ("đang tạm ngừng nhận tin", "đã chặn kênh"),
    ("Đang tạm ngừng nhận tin", "Đã chặn kênh"),
    # A letter names the papers that are there, and of none that it is missing.
    (r"^(DANH SÁCH ĐĂNG KÝ.*|<b>DANH SÁCH ĐĂNG KÝ.*)\n(.*)\nBản đã ký: chưa có; biên bản họp: chưa có[.]", r"\1\n\2"),
    ("Tỉ lệ", "Tỷ lệ"),
    (
        "Anh/Chị vẫn tự đăng ký được bất cứ lúc nào trước hạn[.]",
        "Anh/Chị vẫn tự đăng ký được trước hạn; nếu đến hạn chưa có kết quả, Anh/Chị gửi «Đề nghị bổ sung».",
    ),
    ("Đăng ký: chưa có$", "Đăng ký: chưa phản hồi"),
    ("has paused messages|has blocked the bot|has stopped receiving messages", "blocked"),
    ("không còn làm việc tại Sở|đã thôi việc", "không còn công tác tại Sở"),
    ("Không còn làm việc tại Sở|Đã thôi việc", "Không còn công tác tại Sở"),
    ("Nghỉ từ ", "Thôi công tác tại Sở từ "),
    (r"Không thuộc diện(?=:| \()", "Không thuộc diện đăng ký"),
    (r"không thuộc diện(?= \d)", "không thuộc diện đăng ký"),
    ("Kết thúc miễn", "Chấm dứt không thuộc diện"),
    ("Thôi ủy quyền", "Chấm dứt ủy quyền"),
    ("Thôi đầu mối", "Chấm dứt làm đầu mối"),
    ("Bỏ ngày nghỉ", "Bỏ ngày thôi công tác"),
    ("Nghỉ hưu, chuyển đi", "Thôi công tác (nghỉ hưu, chuyển đi)"),
    ("^Đến hết tuần này, 08/01$", "Đến hết Chủ Nhật, 08/01"),
    ("^Chỉ…$", "Lọc bớt người nhận"),
    ("^Thêm…$", "Thêm người nhận"),
    ("^Trừ…$", "Trừ người nhận"),
    (", như: ", ", ví dụ: "),
    ("ví dụ (?=22/02)", "ví dụ: "),
    ("ví dụ: cstdcs can gi", "ví dụ: điều kiện xét Chiến sĩ thi đua cơ sở"),
    ("Xin đừng gửi thông tin", "Đề nghị không gửi thông tin"),
    ("^(Ví dụ: .*)phòng chốt danh sách", r"\1phòng hoàn thành danh sách"),
    ("ủy quyền tự kết thúc", "ủy quyền tự chấm dứt"),
    ("^<b>KHÔNG THUỘC DIỆN</b>", "<b>KHÔNG THUỘC DIỆN ĐĂNG KÝ</b>"),
    ("không thuộc diện từ", "không thuộc diện đăng ký từ"),
    ("^<b>NGHỈ HƯU, CHUYỂN ĐI</b>", "<b>THÔI CÔNG TÁC TẠI SỞ</b>"),
    ("tài khoản thôi dùng được(.*) kết thúc[.]", r"tài khoản không dùng được\1 chấm dứt."),
    (
        "This person is not reminded and not counted",
        "This person gets no reminders and is not counted",
    ),
    ("gõ lý do trả lại; người gửi", "gõ lý do từ chối; người gửi"),
    ("such as (?=100|8:30|15/02|TN028|25/)", "for example: "),
    ("Đã thôi ủy quyền", "Đã chấm dứt ủy quyền"),
    ("(Ủy quyền xác nhận đăng ký của .*) đã kết thúc", r"\1 đã chấm dứt"),
    # Whoever is called by name is addressed as the roster knows him or her.
    (
        "Kính gửi Anh/Chị (?=Phạm Quốc Hiếu|Nguyễn Công Hậu|Lê Công Khôi|Trần Minh )",
        "Kính gửi Anh ",
    ),
    ("Kính gửi Anh/Chị (?=Mai Thị Thanh Dung)", "Kính gửi Chị "),
    ("(?<=cho mọi người )chưa có ý kiến", "chưa phản hồi"),
    ("the roster changes it[.]", "the Office sends a new staff table."),
    (r"không thuộc diện(?=: \d)", "không thuộc diện đăng ký"),
    ("^Nên hỏi trước khi gửi lại, kẻo thành hai bản[.]", "Đề nghị hỏi lại người nhận trước, để tránh gửi trùng."),
    ("báo trực tiếp, hoặc mời liên kết[.]", "báo trực tiếp."),
    ("xin Anh/Chị đừng gửi những thông tin đó", "đề nghị Anh/Chị không gửi những thông tin đó"),
    ("ví dụ: dang ky cstdcs", "ví dụ: đăng ký Chiến sĩ thi đua cơ sở"),
    ("^Ai có bản không sửa được", "Người có bản không sửa được"),
    ("(/huy: .*), không mất gì", r"\1, nội dung được giữ"),
    # Where data is kept is said by whoever keeps it.
    ("^Nơi lưu: máy chủ do Sở quản lý; tin nhắn", "Tin nhắn"),
    # A page is said only where there are several.
    (r"^<b>ĐƠN VỊ</b> \((\d+)\), trang (\d+/\d+)", r"<b>ĐƠN VỊ</b>: \1\nTrang \2"),
    # Six copies a page.
    ("\n(?:Trần Minh (?:Sơn|Thảo)) [(]Phòng Quản lý Khoa học[)]: xong", ""),
    # A post is written with its unit as offices write it.
    ("(Trưởng phòng), Phòng ", r"\1 "),
    # Figures and days as official papers write them.
    (r"(?<=\d) %(?! tập thể)", "%"),
    (r"\b(\d\d)/0([3-9])(?=/\d{4}|\b)", r"\1/\2"),
    # Nothing is counted that is not there.
    ("Kèm 0 tệp", "Không kèm tệp"),
    ("^Tệp kèm [(]0[)]$", "Tệp kèm"),
    (", đã báo 0[.]$", "."),
    ("^Đăng ký ([0-9]+); không đăng ký 0$", r"Trong đó: đăng ký \1"),
    ("^Đăng ký ([0-9]+; không đăng ký [0-9]+)$", r"Trong đó: đăng ký \1"),
    ("; đã tiếp nhận 0[.]$", "."),
    ("; không thuộc diện đăng ký: 0 người$", ""),
    # The places at which a person is written to are named.
    (r"^(Đồng ý ngày 21/02/2023; liên kết ngày 21/02/2023)$", r"\1\nKênh đang dùng: Telegram (5000000076)"),
    # Ten lines on a screen.
    (r"^(Danh sách DS23-\d+, bản \d+)\n(?=(?:Anh|Chị|Anh/Chị) .* gửi lúc )", r"\1: "),
    (r"^(List DS23-\d+, version \d+)\nSent by ", r"\1: sent by "),
    (r"^(Tập thể: .*[.])\n(?=Bản đã ký: |Đã nhận bản )", r"\1 "),
    (r"(Có \d+ thay đổi so với bản .*\n.*\n.*\n.*)\nvà \d+ thay đổi khác[.]", r"\1"),
    (r"^(Gửi mất khoảng .*[.])\n(?=Bây giờ là )", r"\1 "),
    (r"^(Sending takes .*[.])\n(?=It is )", r"\1 "),
    (
        r"^(Chưa phản hồi [(].*)\n(Chưa phản hồi, chưa dùng kênh này .*)\n(Chờ xác nhận .*)\n(Đang chỉnh sửa .*)\n"
        r"(Đã xác nhận .*)\n(Không đăng ký năm nay .*)(?=\nTập thể: )",
        r"\1; \2\n\3; \4\n\5; \6",
    ),
    # A number is offered that a notice to everybody exceeds.
    ("Yêu cầu khi trên 300 người", "Yêu cầu khi trên 100 người"),
    ("Require above 300 people", "Require above 100 people"),
    ("^Type a number, for example: 100[.]$", "The department has 271 people. Type a number, for example: 100."),
    # A card says who confirms, or has confirmed.
    (r"^(- Phần Nhà nước: đã xác nhận 20/02/2023)$", r"\1 (Anh Phạm Quốc Hiếu)"),
    (r"(CSTĐ cơ sở</b>\nGửi lúc 09:00 ngày 03/01/2023)$", r"\1, chờ Anh Phạm Quốc Hiếu xác nhận"),
    (r"(CĐ xuất sắc</b>\nGửi lúc 08:10 ngày 03/01/2023)$", r"\1, chờ Anh Lê Công Khôi xác nhận"),
    # A person's page says what is registered in each family, and who confirms.
    (
        r"(học và Công nghệ)\nĐăng ký: chưa phản hồi$",
        r"\1\nDanh hiệu Nhà nước: chưa phản hồi; người xác nhận: Anh Lâm Trọng Sang\n"
        r"Danh hiệu Công đoàn: chưa phản hồi",
    ),
    ("^Đăng ký: chưa phản hồi$", "Danh hiệu Nhà nước: chưa phản hồi\nDanh hiệu Công đoàn: chưa phản hồi"),
    (
        r"^Đăng ký: đã gửi, chờ xác nhận [(]mã số (TD23-0007)[)]$",
        r"Danh hiệu Nhà nước: LĐTT; chờ Anh Phạm Quốc Hiếu xác nhận\nDanh hiệu Công đoàn: chưa phản hồi\n"
        r"Mã số đăng ký: \1",
    ),
    (
        r"^Đăng ký: (đã gửi, chờ xác nhận) [(]mã số (TD23-0001)[)]\nDanh hiệu Công đoàn: \1$",
        r"Danh hiệu Nhà nước: LĐTT, CSTĐ cơ sở; chờ Anh Phạm Quốc Hiếu xác nhận\n"
        r"Danh hiệu Công đoàn: Đoàn viên CĐ xuất sắc; chờ Anh Lê Công Khôi xác nhận\nMã số đăng ký: \2",
    ),
    # Whoever does not register says so after the deadline too.
    (
        "^(Đề nghị gửi lãnh đạo đơn vị, sau đó Văn phòng xem xét; có kết quả sẽ báo tại đây[.])$",
        r"\1\nNếu không đăng ký năm nay, Anh/Chị cho biết ngay tại đây; không cần đề nghị bổ sung.",
    ),
    ("^Anh/Chị(?= muốn đăng ký như năm)", "Năm nay, Anh/Chị"),
)
"""Pattern -> what people read now, in texts and on buttons alike."""


def as_said_now(expected: Any) -> Any:
    """A screen, or several, as it reads now."""
    said = _screen_as_said_now(expected)
    if isinstance(said, str):
        return _in_words_of_now(said)
    if isinstance(said, dict) and isinstance(said.get("text"), str):
        sent = "\nĐăng ký: đã " in said["text"]
        if said["text"].startswith("Đề nghị bổ sung chưa được chấp thuận. Anh/Chị có thể"):
            said = said | {"labels": [["Không đăng ký năm nay"], *said["labels"]]}
        rows = [[label for label in row if not (sent and label == PAPER)] for row in _in_rows_of_now(said["labels"])]
        labels = [[_in_words_of_now(label) for label in row] for row in rows]
        # One's own data come as a paper to read.
        files = {"files": [_DATA_FILE.sub(r"\1.pdf", name) for name in said["files"]]} if said.get("files") else {}
        return said | {"text": _in_words_of_now(said["text"]), "labels": labels} | files
    return said


_DATA_FILE = re.compile(r"^(du-lieu-\w+)\.json$")
PAPER = "Nhập đăng ký giấy"
_ROWS = (
    # Whoever does not register says so after the deadline too.
    (
        [["Sửa"], ["Hỏi Văn phòng", "Trang chính"]],
        [["Sửa"], ["Không đăng ký năm nay"], ["Hỏi Văn phòng", "Trang chính"]],
    ),
    (
        [["Đề nghị bổ sung"], ["Hỏi Văn phòng", "Trang chính"]],
        [["Đề nghị bổ sung"], ["Không đăng ký năm nay"], ["Hỏi Văn phòng", "Trang chính"]],
    ),
    # A unit's forms on paper come as a workbook.
    (
        [["Đổi tên", "Sáp nhập"]],
        [["Đổi tên", "Sáp nhập"], ["Đăng ký giấy (Excel)"]],
    ),
    # Accounts are seen, and a form on paper is entered of whoever has sent nothing in person.
    (
        [["Biệt phái / đi học / nghỉ dài ngày"]],
        [["Biệt phái / đi học / nghỉ dài ngày"], [PAPER, "Tài khoản"]],
    ),
    # Beside the list there are the minutes of the meeting.
    (
        [["In để ký (PDF)", "Xem danh sách"], ["Quay lại"]],
        [["In để ký (PDF)", "Mẫu biên bản họp"], ["Xem danh sách", "Quay lại"]],
    ),
    # A request to be linked is refused; what comes back is returned.
    ([["Return", "All requests"]], [["Refuse", "All requests"]]),
    # Roles are given in chat.
    (
        [["Đơn vị"], ["Quản lý phong trào", "Trang chính"]],
        [
            ["Đơn vị", "Vai trò"],
            ["Danh sách nhân sự", "Khen thưởng các năm"],
            ["Phiếu mời QR"],
            ["Quản lý phong trào", "Trang chính"],
        ],
    ),
    (
        [["Dùng mẫu phát động"], ["Dùng mẫu nhắc đăng ký"], ["Dùng mẫu bản tin tiến độ"]],
        [
            ["Dùng mẫu phát động", "Dùng mẫu nhắc đăng ký"],
            ["Dùng mẫu bản tin tiến độ", "Dùng mẫu họp Hội đồng"],
            ["Dùng mẫu công bố kết quả"],
        ],
    ),
    (
        [
            *(["Theo vai trò", "Theo đối tượng"], ["Chưa phản hồi", "Đã đăng ký"]),
            *(["Không đăng ký", "Theo danh hiệu"], ["Chưa nắm thông báo", "Đã nắm thông báo"], ["Gõ tên"]),
        ],
        [["Gõ tên"], ["Theo vai trò, tình trạng đăng ký…"]],
    ),
    # Names stand behind those who have acknowledged too.
    (
        [["Chưa bấm đã nắm: 9"]],
        [["Đã nắm: 1"], ["Chưa bấm đã nắm: 9"]],
    ),
)
"""Rows of buttons that stand together -> those that stand there now."""


def _in_rows_of_now(labels: list[list[str]]) -> list[list[str]]:
    for was, now in _ROWS:
        for place in range(len(labels)):
            if labels[place : place + len(was)] == was:
                labels = [*labels[:place], *now, *labels[place + len(was) :]]
                break
    return labels


def _in_words_of_now(text: str) -> str:
    for pattern, now in WORDS:
        text = re.sub(pattern, now, text, flags=re.MULTILINE)
    return text


def _screen_as_said_now(expected: Any) -> Any:
    if isinstance(expected, str):
        return _reworded(expected)
    if isinstance(expected, list):
        return [as_said_now(one) for one in expected]
    if isinstance(expected, dict) and expected.get("labels") == [["Duyệt", "Xem bản nháp"]]:
        expected = expected | {"labels": [["Duyệt", "Trả lại"], ["Xem bản nháp"]]}
    if not isinstance(expected, dict) or not isinstance(expected.get("text"), str):
        return expected
    text, labels = expected["text"], expected["labels"]
    for begins, (line, rows) in _ASKED.items():
        if text.startswith(begins) and not re.search("Phần Công đoàn|Union part", text):
            text, labels = f"{text}\n{line}", [*rows, *labels]
    if "CHỌN DANH HIỆU" in text and text.endswith("Đang chọn: chưa có"):
        labels = [*labels[:-1], ["Không đăng ký năm nay"], labels[-1]]
    if "ĐĂNG KÝ CỦA TÔI" in text and "TD23-0013" in text:
        labels = [*labels[:-1], *_ASKED["✅ Đã gửi đăng ký"][1], labels[-1]]
    if text.startswith("<b>BÁO TRỰC TIẾP</b>: ") and labels[-1] == ["Quay lại"]:
        labels = [*labels[:-1], ["Phiếu mời QR", "Quay lại"]]  # of heads, who print them now
    if "(TN030)" in text and labels[-1] == ["Nhân sự"]:
        labels = [*labels[:-1], ["In phiếu mời QR", "Nhân sự"]]  # of somebody who is not linked
    for begins, up in _BACK.items():
        if text.startswith(begins) and labels[-1][-1:] == ["Trang chính"]:
            labels = [*labels[:-1], *([labels[-1][:-1]] if labels[-1][:-1] else []), [up, "Trang chính"]]
    for begins, (instead, rows) in _FAMILIES.items():
        if text.startswith(begins):
            text, labels = instead, rows
    for begins, shown in _SHOWN.items():
        if text.startswith(begins):
            return expected | shown
    return expected | {"text": _reworded(text), "labels": labels}


def _reworded(text: str) -> str:
    for pattern, now in LINES:
        text = re.sub(pattern, now, text, flags=re.MULTILINE)
    return text


_DECIDED = "Đề nghị này đã xử lý xong."
_SENT_BACK, _APPROVED = "Đã từ chối, đã báo người gửi kèm lý do.", "Đã duyệt, đã báo Lê Văn Phát (Văn phòng Sở)."


def decided(expected: Any) -> list[Any]:
    """The same, where it says what the Office decided on a request to be linked, and where who approves may return."""
    said = as_said_now(expected)
    if not isinstance(said, dict) or not isinstance(said.get("text"), str):
        return []
    text, labels = said["text"], said["labels"]
    returns = {"Xóa bản nháp": ["Duyệt", "Trả lại"], "Approve": ["Approve", "Return"]}
    rows: list[list[str]] = []
    for row in labels:
        rows += [returns[row[0]], row[1:]] if row and row[0] in returns else [row]
    fewer = text.replace("2 people have pressed", "1 people have pressed")
    return [
        *(said | {"text": text.replace(_DECIDED, now)} for now in (_SENT_BACK, _APPROVED) if _DECIDED in text),
        said | {"labels": [row for row in rows if row]},
        said | {"text": fewer},
    ]


_ON = ("Tiếp tục", "Continue")
"""Since then there is no way on while no title is ticked."""
_OPENS = {"Đăng ký thay (86)": "Đăng ký thay (90)"}
"""Since then a number is that of the list that opens."""
_MISSING = re.compile(r"^Chưa phản hồi(?:, chưa dùng kênh này)? \((\d+)\)", re.MULTILINE)
"""People of the lines of those who have not answered: reached, not on the app, not to be written to."""
_NAMED = re.compile(r"^([^:]+) \((\d+)\): ")
"""A line of names, with their number."""
_CHANGE_ASKED = "Đã đề nghị chỉnh sửa: "


def since_then(expected: Any) -> Any:
    """The same, where besides a button depends on what stands: of boxes without a tick, of a change that was asked."""
    said = as_said_now(expected)
    if isinstance(said, str) and ": toàn Sở, " in said and any(map(_NAMED.match, said.split("\n"))):
        return _in_figures(said)
    if not isinstance(said, dict) or "labels" not in said:
        return said
    said = _to_be_changed(said)
    labels = [[_OPENS.get(label, label) for label in row] for row in _offered(said["labels"])]
    text = said["text"] or ""
    if ["Soạn thông báo", "Tất cả thông báo"] in labels and "toàn Sở" in text:
        return said | {"text": _in_figures(text), "labels": _with_steering(text, labels)}
    return said | {"labels": labels}


def _with_steering(text: str, labels: list[list[str]]) -> list[list[str]]:
    """The Office's board leads to the names of those who have not answered, the department, and what it sets."""
    missing = sum(int(number) for number in _MISSING.findall(text))
    names = [f"Chưa phản hồi ({missing})"] if missing else []
    return [[*names, "Toàn Sở"], *labels[:-1], ["Tổng hợp", "Quyết định, kết quả"], ["Thiết lập"], labels[-1]]


def _in_figures(text: str) -> str:
    """The Office's board has numbers where it had names, of which it showed twelve."""
    lines = text.split("\n")
    counts = {match[1]: match[2] for line in lines if (match := _NAMED.match(line))}
    exempt, unlinked = (counts.get(key, "0") for key in ("Không thuộc diện", "Chưa phản hồi, chưa dùng kênh này"))
    kept = [line for line in lines if not _NAMED.match(line)]
    counts_of = [f"Không thuộc diện: {exempt}"] * (exempt != "0") + [f"chưa phản hồi, chưa dùng kênh: {unlinked}"]
    line = "; ".join(counts_of)
    return "\n".join([*kept[:3], line[:1].upper() + line[1:], *kept[3:]])


def _to_be_changed(shown: dict[str, Any]) -> dict[str, Any]:
    """The card of somebody who was asked for a change: says until when, and lets it be taken back."""
    if _CHANGE_ASKED not in (shown["text"] or ""):
        return shown
    first, *rest = shown["labels"]
    words = shown["text"].partition(_CHANGE_ASKED)[2].split("\n")[0]
    text = shown["text"].replace(words, f"{words} (chờ đến 17:00 Thứ Ba, 28/02/2023)")
    return shown | {"text": text, "labels": [["Rút đề nghị", *first], *rest]}


def _offered(labels: list[list[str]]) -> list[list[str]]:
    boxes = {label[0] for row in labels for label in row} & {"☐", "☑"}
    if boxes != {"☐"}:
        return labels
    return [left for row in labels if (left := [label for label in row if label not in _ON])]
