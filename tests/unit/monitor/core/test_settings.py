from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from monitor.core.errors import SettingsError, SetupError
from monitor.core.messages import explain
from monitor.core.settings import FILE, Settings, load_settings


def test_the_environment_beats_the_file_beats_the_default(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("fetch_max_mb = 3\nfetch_parallel = 5\n")

    settings = load_settings(tmp_path, {"LAGESBILD_FETCH_PARALLEL": "9"})

    assert (3, 9, 30) == (settings.fetch_max_mb, settings.fetch_parallel, settings.fetch_timeout_s)


def test_the_state_folder_comes_from_the_command_line_then_the_environment(tmp_path: Path) -> None:
    assert tmp_path == load_settings(tmp_path, {"LAGESBILD_STATE": "annan"}).state
    assert Path("annan") == load_settings(None, {"LAGESBILD_STATE": "annan"}).state


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LAGESBILD_FETCH_PARALLEL", "sju"),
        ("LAGESBILD_FETCH_PARALLEL", "0"),
        ("LAGESBILD_SMTP_STARTTLS", "kanske"),
        ("LAGESBILD_ALLOW_PRIVATE", "10.0.0.1"),
        ("LAGESBILD_ALLOW_PRIVATE", "10.0.0.1:99999"),
    ],
)
def test_a_wrong_value_is_said_in_swedish_with_the_settings_name(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {name: value})

    assert name in explain(caught.value)


def test_an_unknown_setting_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("fetch_max = 3\n")

    with pytest.raises(SettingsError, match="fetch_max"):
        load_settings(tmp_path, {})


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("= = =")

    with pytest.raises(SettingsError):
        load_settings(tmp_path, {})


def test_private_addresses_are_exact_pairs(tmp_path: Path) -> None:
    settings = load_settings(
        tmp_path, {"LAGESBILD_ALLOW_PRIVATE": "127.0.0.1:80, Intra.Local:8080"}
    )

    assert ("127.0.0.1:80", "intra.local:8080") == settings.allow_private


def test_every_setting_has_a_swedish_explanation() -> None:
    assert [] == [item.name for item in fields(Settings) if not item.metadata["help"].endswith(".")]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("contact = 'åäö'\n".encode("latin-1"))

    with pytest.raises(SettingsError):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("LAGESBILD_DESK_URL", "lagesbild.region.example", "ska vara som https://"),
        ("LAGESBILD_DESK_URL", "https://lagesbild.region.example/desk", "utan något efter"),
        ("LAGESBILD_DESK_URL", "file:///etc/passwd", "ska vara som https://"),
        ("LAGESBILD_DESK_URL", "https://a.example:99999", "ingen webbadress"),
        ("LAGESBILD_TRUSTED_PROXY", "proxyn", "IP-adress"),
        ("LAGESBILD_TRUSTED_PROXY", "10.0.0.0/8", "IP-adress"),
        ("LAGESBILD_PROXY_USER_HEADER", "X-User", "LAGESBILD_TRUSTED_PROXY"),
        ("LAGESBILD_PROXY_USER_HEADER", "X User", "inget namn på ett huvud"),
        ("LAGESBILD_MAIL_FROM", "lagesbild", "ingen e-postadress"),
        ("LAGESBILD_CA_FILE", "/finns/inte.pem", "finns inte"),
        ("LAGESBILD_SMTP_PORT", "70000", "högst 65535"),
        ("LAGESBILD_DESKURL", "x", "Menade du LAGESBILD_DESK_URL?"),
        ("LAGESBILD_FETCH_TIMEOUT", "5", "Menade du LAGESBILD_FETCH_TIMEOUT_S?"),
        ("LAGESBILD_QQQQ", "5", "Ta bort den."),
    ],
)
def test_a_value_that_would_not_work_is_told_at_the_start(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path, {variable: value})

    assert said in explain(refused.value)
    assert variable in explain(refused.value)


@pytest.mark.parametrize(
    "values",
    [
        {"LAGESBILD_DESK_URL": "https://lagesbild.region.example/"},
        {"LAGESBILD_DESK_URL": "http://127.0.0.1:8000"},
        {"LAGESBILD_TRUSTED_PROXY": "10.0.0.5"},
        {"LAGESBILD_TRUSTED_PROXY": "::1", "LAGESBILD_PROXY_USER_HEADER": "X-Remote-User"},
        {"ANNAT": "x"},
    ],
)
def test_values_that_work_are_taken(tmp_path: Path, values: dict[str, str]) -> None:
    assert load_settings(tmp_path, values)


def test_a_misspelt_name_in_the_file_gets_a_proposal(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('desk_ulr = "https://a.example"')

    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path, {})

    assert "Menade du desk_url?" in explain(refused.value)


def test_a_state_that_is_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "fil"
    path.touch()

    with pytest.raises(SetupError) as refused:
        load_settings(path, {})

    assert "är en fil. Ange en mapp med --state." in explain(refused.value)
