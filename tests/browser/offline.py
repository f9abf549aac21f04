"""A visitor with a service worker, and what their browser keeps."""

from __future__ import annotations

import json
from typing import Any

from tests.browser.world import Visitor

_WORKS = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"
_CONTROLS = "() => Boolean(navigator.serviceWorker.controller)"

#: Everything in Cache Storage and IndexedDB, as one text.
_DUMP = """async () => {
  const found = { caches: {}, stores: {} };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    found.caches[name] = {};
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      found.caches[name][request.url] = { headers: [...answer.headers], text: await answer.text() };
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const asked = indexedDB.open(name);
    const database = await new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = reject;
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      found.stores[store] = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
    }
    database.close();
  }
  found.local = { ...localStorage };
  found.session = { ...sessionStorage };
  return JSON.stringify(found);
}"""  # noqa: E501 - it reads as a script


def kept(visitor: Visitor) -> dict[str, Any]:
    """What the browser keeps for this service, by cache and by store."""
    found: dict[str, Any] = json.loads(visitor.page.evaluate(_DUMP))
    return found


def has_worker(visitor: Visitor) -> None:
    """Wait until the worker is at work and hands out this page's files."""
    visitor.wait_until(_WORKS)
    visitor.wait_until(_CONTROLS)


def keeps_floors(visitor: Visitor, *floor_ids: object) -> None:
    """Wait until these floors are kept, each with what is free."""
    wanted = {str(each) for each in floor_ids}
    visitor.wait_until(
        """async (wanted) => {
          if (!(await indexedDB.databases()).some(({ name }) => name === "floorplans")) return false;
          const asked = indexedDB.open("floorplans");
          const database = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
          const of = (store) => new Promise((resolve) => {
            const all = database.transaction(store).objectStore(store).getAll();
            all.onsuccess = () => resolve(all.result);
          });
          const [floors, statuses] = await Promise.all([of("floors"), of("statuses")]);
          database.close();
          return wanted.every((id) => floors.some((each) => each.id === id)
            && statuses.some((each) => each.floor_id === id));
        }""",  # noqa: E501 - it reads as a script
        sorted(wanted),
    )
