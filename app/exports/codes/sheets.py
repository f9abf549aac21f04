"""A floor's codes as a PDF: the one way to it for pages, the API and the command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.exports import pdf
from app.exports.codes.compose import compose
from app.exports.codes.places import DOOR, KINDS, labels_of
from app.exports.codes.stock import STOCKS, USUAL
from app.exports.formats import LONGEST_NAME
from floorplans.errors import Invalid
from floorplans.plans.exporting.exported import ExportedFloor


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """Which label sheet, from which label on, for which kinds, and whether cuts are marked."""

    label: str = USUAL
    start: int = 1
    kinds: tuple[str, ...] = field(default=KINDS)
    marks: bool = True


def write(floor: ExportedFloor, options: CodeOptions, host: str) -> bytes:
    """The sheets; ``host`` is the address of this service, such as https://plans.example.org.

    Where no phone can open that, each label says so. Raises ``Invalid`` for a sheet, start or
    address that cannot be, ``NotFound`` without labels.
    """
    stock = STOCKS.get(options.label)
    if stock is None:
        raise Invalid(
            "label_unknown", "There is no such label sheet.", f"Use one of: {', '.join(STOCKS)}."
        )
    address = address_of(host)
    sheets = compose(
        labels_of(floor, options.kinds),
        stock,
        lambda place: f"{address}/at/{place}",
        start=options.start,
        marks=options.marks,
        trial=leads_nowhere(address),
    )
    return pdf.pages(sheets)


def leads_nowhere(host: str) -> bool:
    """Whether an address is that of the machine itself, which no phone can open."""
    name = (urlsplit(host).hostname or "").rstrip(".")
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def file_name(floor: ExportedFloor, options: CodeOptions) -> str:
    """Building, floor and label sheet, in letters that every file system takes."""
    told = unicodedata.normalize("NFC", f"{floor.building_name} {floor.floor_name}")
    plain = re.sub(r"[^\w.-]+", "-", told).strip("-.")[:LONGEST_NAME] or "floor"
    return f"{plain}-codes-{options.label}.pdf"


def address_of(host: str) -> str:
    """Scheme and host, without what is behind; ``Invalid`` for what is no web address."""
    try:
        parts = urlsplit(host.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        usable = False
    if not usable:
        raise Invalid(
            "address_unusable",
            "The address for the codes is no web address. Nothing was written.",
            "Give it as people type it, such as https://plans.example.org.",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def kinds_of(words: Iterable[str]) -> tuple[str, ...]:
    """The kinds that are named, in the usual order; all but doors where none is. ``Invalid``."""
    named = frozenset(words)
    known = (*KINDS, DOOR)
    if named - set(known):
        raise Invalid(
            "kind_unknown", "There is no such kind of place.", f"Use some of: {', '.join(known)}."
        )
    return tuple(each for each in known if each in named) or KINDS
