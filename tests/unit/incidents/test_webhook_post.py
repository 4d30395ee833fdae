from __future__ import annotations

import pytest

from monitor.core.settings import Settings
from monitor.intake import webhook
from tests.unit.incidents.webhook_receiver import receiving


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_no_proxy_of_the_environment_sees_what_is_posted(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with receiving() as asked, receiving() as proxy:
        for no in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(no, "")
        monkeypatch.setenv(name, proxy.url)
        settings = Settings(allow_private=(asked.place,))

        outcome = webhook.post(settings, f"{asked.url}/rum", "webhook", "Ny träff", "Läs den.")

    assert "sent" == outcome.status
    assert [] == proxy.got
    assert ["/rum"] == [path for path, _ in asked.got]
