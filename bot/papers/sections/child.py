"""The process that sets one section: its data comes on standard input, and its objects leave by standard output, most
of them packed. Started by setting.py."""

import json
import sys
import zlib
from collections.abc import Sequence

from bot.papers.sections.source import PACKED, taken_apart
from bot.papers.typesetting import compile_part


def main() -> None:
    template, number, first, before = json.loads(sys.argv[1])
    pdf, reached = compile_part(template, json.load(sys.stdin.buffer))
    made = taken_apart(pdf, number, first, before)
    whole = [*made.streams, *packed(made.plain, first + len(made.streams) + made.containers)]
    told = {
        "reached": reached,
        "pages": made.pages,
        "sizes": [len(one) for one in whole],
        "plain": len(made.plain),
        "tags": made.tags.decode("latin-1"),
        "roles": made.roles.decode("latin-1"),
        "once": {} if before else {number: text.decode("latin-1") for number, text in made.once.items()},
    }
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(whole))


def packed(plain: Sequence[bytes], start: int) -> list[bytes]:
    """Containers of the objects, which have consecutive numbers."""
    made = []
    for begin in range(0, len(plain), PACKED):
        texts, index, offset = plain[begin : begin + PACKED], b"", 0
        for number, text in enumerate(texts, start + begin):
            index += b"%d %d " % (number, offset)
            offset += len(text) + 1
        content = zlib.compress(index + b"\n".join(texts))
        head = b"<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>"
        made.append(head % (len(texts), len(index), len(content)) + b"\nstream\n" + content + b"\nendstream")
    return made
