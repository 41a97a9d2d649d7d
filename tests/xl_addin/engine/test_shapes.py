"""Pictures and shapes: placed in points, updated, deleted, and shared by sheets without a second copy."""

import struct
import zipfile
import zlib

import pytest
import xlwings as xw

from templates.problems import Problems


def png(width, height, dots_per_metre=None):
    """A black image, with a resolution if given."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pieces = [chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))]
    if dots_per_metre:
        pieces.append(chunk(b"pHYs", struct.pack(">2IB", dots_per_metre, dots_per_metre, 1)))
    pieces.append(chunk(b"IDAT", zlib.compress((b"\0" * (width + 1)) * height)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces) + chunk(b"IEND", b"")


@pytest.fixture
def image(tmp_path):
    """80 by 40 dots without a resolution: at 96 to an inch 60 by 30 points."""
    path = tmp_path / "logo.png"
    path.write_bytes(png(80, 40))
    return path


@pytest.fixture
def sheet(engine):
    return xw.Book().sheets[0]


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def measures(shape):
    return shape.left, shape.top, shape.width, shape.height


def test_a_picture_gets_the_size_its_dots_ask_for(sheet, image, tmp_path):
    assert measures(sheet.pictures.add(image)) == (0, 0, 60, 30)
    fine = tmp_path / "fijn.png"
    fine.write_bytes(png(144, 72, dots_per_metre=5669))  # 144 dots to an inch: 72 by 36 points
    assert measures(sheet.pictures.add(fine, left=10, top=20)) == pytest.approx((10, 20, 72, 36), abs=0.01)
    assert [one.name for one in sheet.pictures] == ["Picture 1", "Picture 2"]


def test_sizes_given_and_locked(sheet, image):
    assert measures(sheet.pictures.add(image, width=100, height=100, name="vrij")) == (0, 0, 100, 100)
    assert measures(sheet.pictures.add(image, width=120, name="vast")) == (0, 0, 120, 60)
    assert measures(sheet.pictures.add(image, scale=2, name="dubbel")) == (0, 0, 120, 60)
    assert measures(sheet.pictures.add(image, anchor=sheet["C3"], name="op C3")) == (96, 30, 60, 30)
    sheet.pictures["vrij"].height = 10
    assert measures(sheet.pictures["vrij"]) == (0, 0, 100, 10)


def test_it_is_read_back_and_stands_once_in_the_file(sheet, image, tmp_path):
    sheet.pictures.add(image, left=5, top=7, name="Logo")
    other = sheet.book.sheets.add()
    other.pictures.add(image, name="Logo")
    path = tmp_path / "map.xlsx"
    sheet.book.save(path)
    sheet.book.close()
    book = xw.Book(path)
    assert [(one.name, measures(one)) for one in book.sheets["Sheet1"].pictures] == [("Logo", (5, 7, 60, 30))]
    assert [one.type for one in book.sheets["Sheet1"].shapes] == ["picture"]
    before = parts(path)
    book.sheets["Sheet1"].pictures["Logo"].delete()
    book.save()
    gone = set(before) - set(parts(path))
    assert len([name for name in gone if "media" in name]) == 1
    assert len(xw.Book(path).sheets["Sheet2"].pictures) == 1


def test_an_update_keeps_name_and_place(sheet, image, tmp_path):
    picture = sheet.pictures.add(image, left=5, top=7, name="Logo")
    other = tmp_path / "ander.png"
    other.write_bytes(png(40, 40))
    picture.update(other)
    assert (picture.name, measures(picture)) == ("Logo", (5, 7, 30, 30))
    sheet.book.save(tmp_path / "map.xlsx")
    media = {name: data for name, data in parts(tmp_path / "map.xlsx").items() if "media" in name}
    assert list(media.values()) == [other.read_bytes()]


def test_names_are_unique_among_all_shapes(sheet, image):
    sheet.pictures.add(image, name="Logo")
    chart = sheet.charts.add(name="Figuur")
    with pytest.raises(xw.ShapeAlreadyExists):
        chart.name = "logo"
    assert [one.name for one in sheet.shapes] == ["Logo", "Figuur"]


@pytest.mark.parametrize(("content", "code"), [(None, "PICTURE_UNREADABLE"), (b"<svg/>", "PICTURE_FORMAT")])
def test_what_is_no_picture_is_refused_with_its_name(sheet, content, code, tmp_path):
    path = tmp_path / "beeld.svg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Problems) as caught:
        sheet.pictures.add(path)
    assert [(problem.code, problem.place.file) for problem in caught.value.problems] == [(code, "beeld.svg")]
    assert len(sheet.shapes) == 0
