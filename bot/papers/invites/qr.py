"""QR codes to print. The library is imported when one is drawn, because a bot that starts must not wait for it."""

import io


def invite_qr_png(link: str) -> bytes:
    """`link` as a PNG, black on white with the quiet zone that readers need. Correction level M: a fold or a stain in
    the paper does not spoil it, and the modules stay large enough for old phones."""
    import segno

    buffer = io.BytesIO()
    segno.make(link, error="m", micro=False).save(buffer, kind="png", scale=10, border=4)
    return buffer.getvalue()


def invite_qr_svg(link: str) -> str:
    """The same as SVG, for a paper on which it stands among words."""
    import segno

    drawn: str = segno.make(link, error="m", micro=False).svg_inline(border=4, scale=4)
    return drawn if "xmlns" in drawn else drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
