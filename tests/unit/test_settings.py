"""Settings survive a damaged file and a stop in the middle of writing."""

from pathlib import Path

from lentigo.settings import Settings, load_settings, save_settings


def test_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    settings = Settings(notice_accepted="1", model="Posyandu Desa 7")
    save_settings(settings, path)
    assert load_settings(path) == settings
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_damage_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for damage in ("", "{", "[]", '{"model": 5, "unknown": "x"}', "\x00" * 100):
        path.write_text(damage)
        assert load_settings(path) == Settings()
