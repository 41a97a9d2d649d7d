"""A frame from CBS, asked of a real server on this machine that answers as the service is said to do."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlparse

import pandas as pd
import pytest

from xl_addin.cli.main import main

TOPICS = [
    {"Key": None, "Title": "Bevolking"},
    {"Key": "TotaleBevolking_1", "Title": "Totale bevolking"},
    {"Key": "Omgevingsadressendichtheid_99", "Title": "Omgevingsadressendichtheid "},
]
REGIONS = [
    {"Key": "NL01  ", "Title": "Nederland"},
    {"Key": "GM0014", "Title": "Groningen (gemeente)"},
    {"Key": "GM0034", "Title": "Almere"},
    {"Key": "GM0003", "Title": "Appingedam"},
]
FIGURES = [
    {"RegioS": "GM0034", "Perioden": "2024JJ00", "TotaleBevolking_1": 226500, "Omgevingsadressendichtheid_99": 1700},
    {"RegioS": "GM0014", "Perioden": "2024JJ00", "TotaleBevolking_1": 243800, "Omgevingsadressendichtheid_99": 3400},
    {"RegioS": "GM0003", "Perioden": "2024JJ00", "TotaleBevolking_1": None, "Omgevingsadressendichtheid_99": None},
    {"RegioS": "GM0014", "Perioden": "2023JJ00", "TotaleBevolking_1": 1, "Omgevingsadressendichtheid_99": 1},
]


class Cbs(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []
    broken = ""

    def do_GET(self):
        url, query = urlparse(self.path), parse_qs(urlparse(self.path).query)
        Cbs.asked.append(url.path)
        name = url.path.rsplit("/", 1)[1]
        if Cbs.broken == "500":
            self.send_error(500)
            return
        rows = {"DataProperties": TOPICS, "RegioS": REGIONS, "TypedDataSet": FIGURES}[name]
        page = {}
        if name == "TypedDataSet":
            period = query["$filter"][0].split("Perioden eq '")[1].rstrip("'")
            rows = [row for row in rows if row["Perioden"] == period]
            skip = int(query.get("$skip", ["0"])[0])
            if skip + 2 < len(rows):
                page["odata.nextLink"] = f"{self.base()}{self.path}&$skip={skip + 2}"
            rows = rows[skip : skip + 2]
        content = b"<html>" if Cbs.broken == "html" else json.dumps({**page, "value": rows}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(content)

    def base(self):
        return "http://{}:{}".format(*self.server.server_address)

    def log_message(self, *_):
        pass


@pytest.fixture
def address():
    Cbs.asked, Cbs.broken = [], ""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cbs)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/odata"
    server.shutdown()
    server.server_close()


def download(address, folder, *more, year="2024"):
    out = folder / "FRAME.csv"
    given = ["--year", year, "--out", str(out), "--url", address, "--cache", str(folder / "cache"), *more]
    return main(["frame", "download", *given]), out


def test_the_frame_has_what_cbs_has_and_names_what_is_empty(address, tmp_path, capsys):
    code, out = download(address, tmp_path)
    frame = pd.read_csv(out).set_index("code")
    assert code == 1
    assert frame.index.tolist() == ["GM0014", "GM0034"]  # the third page row has no inhabitants any more
    assert frame.loc["GM0034", ["naam", "inwoners", "oad"]].tolist() == ["Almere", 226500, 1700]
    told = capsys.readouterr().out
    for column in ("provincie", "asiel_begeleid", "gezin_begeleid", "gevestigd", "gf_euro", "migratieachtergrond"):
        assert frame[column].isna().all()
        assert column in told
    assert "oad" not in told.split("aan te vullen:")[1]


def test_a_second_time_needs_no_network(address, tmp_path):
    download(address, tmp_path)
    count = len(Cbs.asked)
    download(address, tmp_path, "--force")
    assert len(Cbs.asked) == count
    download(address, tmp_path, "--force", "--refresh")
    assert len(Cbs.asked) == 2 * count


@pytest.mark.parametrize(("broken", "said"), [("500", "geen antwoord"), ("html", "anders dan verwacht")])
def test_a_service_that_fails_leaves_nothing(address, tmp_path, capsys, broken, said):
    Cbs.broken = broken
    code, out = download(address, tmp_path)
    assert code == 2
    assert not out.exists()
    assert said in capsys.readouterr().err


def test_a_year_without_figures_is_said(address, tmp_path, capsys):
    code, out = download(address, tmp_path, year="1999")
    assert code == 2
    assert not out.exists()
    assert "1999" in capsys.readouterr().err


def test_nobody_there(tmp_path, capsys):
    code, _ = download("http://127.0.0.1:9/odata", tmp_path)
    assert code == 2
    assert "geen antwoord" in capsys.readouterr().err
