"""Installing, looking after and removing the add-in, on the folders of a Windows and of a macOS profile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from templates import Problems
from xl_addin import __version__
from xl_addin.addin.build import FILE_NAME, build_addin, read_settings
from xl_addin.addin.install import Check, install, status, uninstall, version_in
from xl_addin.addin.profile import MAC, WINDOWS, Profile, profile
from xl_addin.cli import main

SYSTEMS = (WINDOWS, MAC)


def of(system: str, home: Path) -> Profile:
    return profile(system, {"APPDATA": str(home / "AppData" / "Roaming")} if system == WINDOWS else {}, home)


def everything(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def known(_: Path) -> str:
    return __version__


def test_it_stands_where_excel_loads_it_as_trusted(tmp_path: Path) -> None:
    windows, mac = (of(system, tmp_path).addin.relative_to(tmp_path).as_posix() for system in SYSTEMS)
    assert windows == f"AppData/Roaming/Microsoft/Excel/XLSTART/{FILE_NAME}"
    assert mac == (
        f"Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/{FILE_NAME}"
    )


@pytest.mark.parametrize("system", SYSTEMS)
def test_after_installing_all_is_well_and_after_removing_nothing_is_left(system: str, tmp_path: Path) -> None:
    where = of(system, tmp_path)
    written = install(where)
    assert sorted(written) == everything(tmp_path)
    assert read_settings(where.addin.read_bytes())["INTERPRETER_WIN"] == sys.executable
    assert [one.remedy for one in status(where, known) if not one.good] == []
    assert sorted(uninstall(where)) == sorted(written)
    assert everything(tmp_path) == []
    assert uninstall(where) == ()


@pytest.mark.parametrize("system", SYSTEMS)
def test_folders_made_for_it_go_with_it_and_others_stay(system: str, tmp_path: Path) -> None:
    new, used = (of(system, tmp_path / name) for name in ("nieuw", "gebruikt"))
    used.startup.mkdir(parents=True)
    before = sorted((tmp_path / "gebruikt").rglob("*"))
    for where in (new, used):
        install(where)
        install(where)
        uninstall(where)
    assert not (tmp_path / "nieuw").exists()
    assert sorted((tmp_path / "gebruikt").rglob("*")) == before
    install(new)
    (new.startup / "van mij.xlam").write_bytes(b"x")
    uninstall(new)
    assert everything(tmp_path) == [new.startup / "van mij.xlam"]


def test_the_interpreter_of_this_environment_knows_the_package() -> None:
    assert version_in(Path(sys.executable)) == __version__


def test_installing_again_replaces_the_earlier_one(tmp_path: Path) -> None:
    where = of(WINDOWS, tmp_path)
    install(where, Path("/somewhere/else/python"))
    install(where)
    assert everything(tmp_path) == [where.addin]
    assert read_settings(where.addin.read_bytes())["INTERPRETER_WIN"] == sys.executable


@pytest.mark.parametrize(
    ("spoil", "wrong"),
    [
        (lambda where: where.addin.unlink(), "staat niet in"),
        (lambda where: where.addin.write_bytes(b"something else"), "versie onbekend"),
        (lambda where: install(where, Path("/gone/python")), "gebruikt Python in"),
        (lambda where: where.script.unlink(), "hulpscript"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(spoil, wrong, tmp_path: Path) -> None:
    where = of(MAC, tmp_path)
    install(where)
    spoil(where)
    bad = [one for one in status(where, known) if not one.good]
    assert any(wrong in one.what for one in bad)
    assert all("kostenonderzoek addin install" in one.remedy for one in bad)


def test_a_python_that_does_not_know_the_package_is_wrong(tmp_path: Path) -> None:
    where = of(WINDOWS, tmp_path)
    install(where)
    assert Check("Die Python kent Kostenonderzoek niet.", "Voer opnieuw uit: kostenonderzoek addin install") in status(
        where, lambda _: ""
    )


def test_a_profile_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    where = of(WINDOWS, tmp_path)
    where.startup.parent.mkdir(parents=True)
    where.startup.write_text("a file where the folder should be")
    with pytest.raises(Problems) as found:
        install(where)
    assert [problem.code for problem in found.value.problems] == ["ADDIN_NOT_WRITABLE"]
    assert everything(tmp_path) == [where.startup]


def test_on_a_system_without_excel_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    if sys.platform in SYSTEMS:
        assert main(["addin", "status"]) in (0, 1)
        return
    assert main(["addin", "install"]) == 2
    assert "[ADDIN_NO_EXCEL]" in capsys.readouterr().err


def test_build_writes_the_file_and_does_not_replace_one_in_silence(tmp_path: Path) -> None:
    assert main(["addin", "build", "--out", str(tmp_path)]) == 0
    first = (tmp_path / FILE_NAME).read_bytes()
    assert main(["addin", "build", "--out", str(tmp_path)]) == 2
    assert (tmp_path / FILE_NAME).read_bytes() == first
    assert main(["addin", "build", "--out", str(tmp_path), "--force"]) == 0


@pytest.mark.parametrize(("interpreter", "sign"), [("/Users/a/Mijn map/python", "spatie"), ("/Users/R&D/python", "&")])
def test_a_path_that_excel_cannot_pass_on_is_refused_on_macos_and_told(
    interpreter: str, sign: str, tmp_path: Path
) -> None:
    where = of(MAC, tmp_path)
    with pytest.raises(Problems) as found:
        install(where, Path(interpreter))
    (problem,) = found.value.problems
    assert (problem.code, problem.values["teken"]) == ("ADDIN_PATH", sign)
    assert everything(tmp_path) == []
    install(where)
    where.addin.write_bytes(build_addin(interpreter))
    assert any(sign in one.what for one in status(where, known) if not one.good)


def test_a_space_is_no_matter_on_windows(tmp_path: Path) -> None:
    where = of(WINDOWS, tmp_path)
    assert install(where, Path(r"C:\Program Files\Python\python.exe")) == (where.addin,)


def test_a_script_that_was_there_for_others_stays(tmp_path: Path) -> None:
    where = of(MAC, tmp_path)
    where.scripts.mkdir(parents=True)
    where.script.write_text("of another add-in")
    for _ in range(2):
        assert install(where) == (where.addin,)
    assert uninstall(where) == (where.addin,)
    assert where.script.read_text() == "of another add-in"
