"""Names of files by the kind of paper that they hold: in Vietnamese, in letters that every system takes. Pure."""

from collections.abc import Mapping

FILE_NAMES: Mapping[str, str] = {
    "table": "bang-tong-hop",
    "union_table": "bang-tong-hop-cong-doan",
    "submission": "to-trinh",
    "urging": "cong-van-don-doc",
    "province": "danh-sach-dang-ky-cap-tren",
    "proposal": "danh-sach-de-nghi-cong-nhan",
    "decision": "du-thao-quyet-dinh-cong-nhan",
    "report": "bao-cao-ket-qua-dang-ky",
    "figures": "so-lieu-thi-dua",
    "minutes": "bien-ban-hop",
}
"""Kind of a paper of a snapshot, or of an official document, by its value -> the name without an ending."""
