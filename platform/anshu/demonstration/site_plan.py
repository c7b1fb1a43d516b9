"""Draws a demonstration plant's site plan; the picture says that it is invented."""

import io

from PIL import Image, ImageDraw

from anshu.demonstration.ground import BOUNDARIES, EQUIPMENT_AT, EXTENT, Metres, degrees_of
from anshu.demonstration.group import Plant
from anshu.media.fonts import Font, chinese_font_file, font

PIXELS_PER_METRE = 8
MARGIN_TOP = 90
INK, FAINT, ROAD, GREEN, WALL = "#24323c", "#7a8791", "#d9dde0", "#e3ecdf", "#8d99a2"
TANKS = ((52, -40), (66, -40), (52, -54), (66, -54))
ROADS = ((-110, -3, 110, 9), (-18, -80, -6, 100), (88, -80, 100, 100))
OTHER_BUILDINGS = (
    (-104, 20, -66, 44, "原料库"),
    (-104, -72, -60, -48, "办公楼"),
    (56, 24, 82, 60, "公用工程"),
)


def site_plan(plant: Plant) -> bytes:
    """A PNG of the plant's ground, north above."""
    west, south, east, north = EXTENT
    size = (round((east - west) * PIXELS_PER_METRE), round((north - south) * PIXELS_PER_METRE))
    image = Image.new("RGB", size, GREEN)
    pen = ImageDraw.Draw(image)
    file = chinese_font_file()
    for box in ROADS:
        pen.rectangle(_box(*box), fill=ROAD)
    for x0, y0, x1, y1, name in OTHER_BUILDINGS:
        pen.rectangle(_box(x0, y0, x1, y1), fill="#eceff1", outline=WALL, width=3)
        _write(pen, ((x0 + x1) / 2, (y0 + y1) / 2), name, font(26, file=file), FAINT)
    for ring in BOUNDARIES.values():
        pen.polygon([_pixel(corner) for corner in ring], fill="#f7f8f9", outline=WALL, width=4)
    for tank in TANKS:
        x, y = _pixel(tank)
        pen.ellipse((x - 42, y - 42, x + 42, y + 42), fill="#dfe6ea", outline=WALL, width=3)
    for code, place in EQUIPMENT_AT.items():
        x, y = _pixel(place)
        if place not in TANKS:
            pen.rectangle((x - 26, y - 26, x + 26, y + 26), outline=FAINT, width=2)
        _write(pen, (place[0], place[1] - 5.5), code, font(18, file=file), FAINT)
    _title(pen, plant, size[0], font(34, file=file), font(22, file=file))
    _scale(pen, font(20, file=file))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def reference_points(plant: Plant) -> dict[str, object]:
    """Three corners of the picture with their degrees."""
    west, south, east, north = EXTENT
    corners: tuple[Metres, ...] = ((west, north), (east, south), (east, north))
    points = []
    for corner in corners:
        x, y = _pixel(corner)
        lon, lat = degrees_of(plant, corner)
        points.append({"x": f"{x:.1f}", "y": f"{y:.1f}", "lon": lon, "lat": lat})
    return {"points": points}


def _pixel(place: Metres) -> tuple[float, float]:
    west, _, _, north = EXTENT
    return (place[0] - west) * PIXELS_PER_METRE, (north - place[1]) * PIXELS_PER_METRE


def _box(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return (*_pixel((x0, y1)), *_pixel((x1, y0)))


def _write(pen: ImageDraw.ImageDraw, at: Metres, text: str, letters: Font, ink: str) -> None:
    pen.text(_pixel(at), text, font=letters, fill=ink, anchor="mm")


def _title(pen: ImageDraw.ImageDraw, plant: Plant, width: int, big: Font, small: Font) -> None:
    pen.rectangle((0, 0, width, MARGIN_TOP), fill="#ffffff")
    pen.text((28, 26), f"{plant.name} 总平面图", font=big, fill=INK)
    said = "演示 · 虚构厂区 · INVENTED FOR DEMONSTRATION"
    pen.text((width - 28, 46), said, font=small, fill="#a54a00", anchor="rm")


def _scale(pen: ImageDraw.ImageDraw, letters: Font) -> None:
    x, y = _pixel((-104, -76))
    metres = 50 * PIXELS_PER_METRE
    pen.line((x, y, x + metres, y), fill=INK, width=4)
    for end in (x, x + metres):
        pen.line((end, y - 10, end, y + 10), fill=INK, width=4)
    pen.text((x + metres + 14, y), "50 m", font=letters, fill=INK, anchor="lm")
    north_x, north_y = _pixel((104, -66))
    pen.polygon(
        ((north_x, north_y - 44), (north_x - 16, north_y), (north_x + 16, north_y)), fill=INK
    )
    pen.text((north_x, north_y + 18), "N", font=letters, fill=INK, anchor="mm")
