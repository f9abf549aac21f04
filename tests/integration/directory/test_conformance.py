"""The conformance checker of the SCIM libraries finds nothing wrong but what is meant so."""

from __future__ import annotations

import pytest
from flask import Flask
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from tests.support.directory import Speaker

#: A person always has a name, a role, and is active or not: to take one away gives the usual one.
#: A person has one role and one address, which is the main one whatever was said of it.
_MEANT_SO = {
    ("check_remove_attribute", "'displayName'"),
    ("check_remove_attribute", "'active'"),
    ("check_remove_attribute", "'roles'"),
    ("check_add_attribute", "'roles'"),
    ("check_add_attribute", "'emails'"),
    ("check_replace_attribute", "'roles'"),
    ("check_replace_attribute", "'emails'"),
}


@pytest.mark.timeout(600)
def test_the_conformance_checker_finds_nothing_wrong(web_app: Flask, entra: Speaker) -> None:
    client = WSGISCIMClient(
        web_app, "http://localhost/scim/v2", headers={"Authorization": f"Bearer {entra.token}"}
    )
    found = check_server(client)
    wrong = [
        (each.resource_type, each.title, each.reason)
        for each in found
        if each.status not in (Status.SUCCESS, Status.SKIPPED)
        and not any(each.title == t and name in (each.reason or "") for t, name in _MEANT_SO)
    ]
    assert wrong == []
    assert sum(each.status is Status.SUCCESS for each in found) > 40
