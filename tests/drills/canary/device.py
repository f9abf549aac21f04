"""Everything that a browser keeps for a service, and everything that it sends there."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Cache Storage with addresses and headers, every store of every database, both storages, the
#: state of the history, cookies, and the addresses that the page has asked for.
_DUMP = """async () => {
  const bytes = async (blob) => {
    const told = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let n = 0; n < told.length; n += 8192) text += String.fromCharCode(...told.subarray(n, n + 8192));
    return { $bytes: btoa(text) };
  };
  const plain = async (value) => {
    if (value instanceof Blob) return bytes(value);
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return bytes(new Blob([value]));
    if (value instanceof Map || value instanceof Set) return plain([...value]);
    if (Array.isArray(value)) return Promise.all(value.map(plain));
    if (value === null || typeof value !== "object") return typeof value === "bigint" ? String(value) : value ?? null;
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, each]) => [key, await plain(each)])));
  };
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = { caches: [], stores: {} };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      found.caches.push([name, request.url, [...request.headers], [...answer.headers], await bytes(await answer.blob())]);
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([settled(all.getAllKeys()), settled(all.getAll())]);
      found.stores[`${name} ${store}`] = await plain([keys, values]);
    }
    database.close();
  }
  found.local = { ...localStorage };
  found.session = { ...sessionStorage };
  found.state = await plain(history.state);
  found.window = [window.name, document.cookie, document.title, location.href, document.referrer];
  found.asked = performance.getEntries().map(({ name }) => name);
  return JSON.stringify(found);
}"""  # noqa: E501 - it reads as a script


def kept_bytes(page: Page) -> bytes:
    """All that the page's browser keeps for the service, and the addresses of its history."""
    told = json.loads(page.evaluate(_DUMP))
    binary: list[bytes] = []
    text = json.dumps(_taken(told, binary), ensure_ascii=False).encode()
    protocol = page.context.new_cdp_session(page)
    history = json.dumps(protocol.send("Page.getNavigationHistory")).encode()
    protocol.detach()
    return b"\n".join([text, history, *binary])


def _taken(value: Any, binary: list[bytes]) -> Any:
    """A value without its bytes, which go to ``binary`` as they are."""
    if isinstance(value, dict):
        if set(value) == {"$bytes"}:
            binary.append(base64.b64decode(value["$bytes"]))
            return len(binary)
        return {key: _taken(each, binary) for key, each in value.items()}
    if isinstance(value, list):
        return [_taken(each, binary) for each in value]
    return value


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the service has it: its address and headers, and its body."""

    method: str
    path: str
    head: bytes
    body: bytes


@dataclass(slots=True)
class Listener:
    """Hears all that a service is sent, by pages and workers alike."""

    heard: list[Asked] = field(default_factory=list)

    def through(self, app: WSGIApplication) -> WSGIApplication:
        def listening(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            length = int(environ.get("CONTENT_LENGTH") or 0)
            body = environ["wsgi.input"].read(length) if length else b""
            environ["wsgi.input"] = io.BytesIO(body)
            told = [f"{key}: {value}" for key, value in environ.items() if isinstance(value, str)]
            self.heard.append(
                Asked(
                    environ["REQUEST_METHOD"],
                    environ["PATH_INFO"],
                    "\n".join(told).encode(),
                    body,
                )
            )
            return app(environ, start)

        return listening


def note(folder: Path, name: str, content: bytes) -> None:
    """Put a dump where the hunt looks."""
    (folder / f"device-{name}.bin").write_bytes(content)
