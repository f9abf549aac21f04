"""What columns and values are called in the lists that people keep, in several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

#: Names of columns, as ``plain`` makes them. The first of each is what our own export writes.
_COLUMNS: Mapping[str, str] = {
    "building": "building|gebaude|gebaeude|haus|batiment|immeuble|edificio|gebouw|budynek|predio|"
    "здание|корпус",
    "floor": "floor|level|storey|story|etage|stockwerk|geschoss|ebene|niveau|piso|planta|piano|"
    "verdieping|pietro|andar|"
    "этаж",
    "number": "number|no|nr|num|room number|room no|space number|desk number|raumnummer|raum nr|"
    "nummer|platznummer|numero|numero de salle|no de salle|numer|label|code|room|raum|platz|"
    "номер|помещение",
    "name": "name|title|room name|space name|raumname|bezeichnung|nom|nombre|nome|naam|nazwa|"
    "название|наименование",
    "kind": "kind|type|space type|art|typ|raumart|genre|tipo|soort|rodzaj|тип|вид",
    "category": "category|use|usage|kategorie|nutzung|nutzungsart|categorie|categoria|uso|"
    "kategoria|назначение",
    "capacity": "capacity|seats|places|people|persons|kapazitat|kapazitaet|platze|plaetze|"
    "sitzplatze|sitzplaetze|personen|capacite|capacidad|capacita|capaciteit|pojemnosc|capacidade|"
    "вместимость|мест",
    "features": "features|feature|equipment|amenities|ausstattung|merkmale|equipements|equipement|"
    "equipamiento|dotazioni|uitrusting|wyposazenie|equipamento|"
    "оснащение|оборудование",
    "bookable": "bookable|can be booked|reservable|buchbar|reservierbar|prenotabile|boekbaar|"
    "rezerwowalny|reservavel|"
    "бронируется",
    "bookable places": "bookable places|places to book|bookings at once|buchbare platze|"
    "buchbare plaetze|places reservables|plazas reservables|posti prenotabili|boekbare plaatsen|"
    "miejsca do rezerwacji|lugares reservaveis|мест для бронирования",
    "zone": "zone|neighbourhood|neighborhood|area name|section|bereich|zona|quartier|strefa|gebied",
}
COLUMNS = tuple(_COLUMNS)
#: Columns of our own export that say nothing that could be changed.
SKIPPED = frozenset(("area m2", "id"))

#: Headers that give way to a clearer one for the same column.
WEAK = frozenset(("room", "raum", "platz", "label", "code", "помещение", "title", "type", "use"))

_KINDS: Mapping[str, str] = {
    "desk": "desk|workplace|workstation|workspace|arbeitsplatz|schreibtisch|tisch|bureau|poste|"
    "poste de travail|escritorio|puesto|scrivania|postazione|werkplek|bureauplek|biurko|mesa",
    "parking": "parking|parking place|parking space|parkplatz|stellplatz|place de parking|"
    "aparcamiento|posto auto|parcheggio|parkeerplaats|miejsce parkingowe|vaga",
    "locker": "locker|schliessfach|spind|casier|taquilla|armadietto|kluisje|szafka|cacifo",
    "room": "room|raum|zimmer|salle|piece|sala|stanza|ruimte|kamer|pokoj|meeting room|"
    "besprechungsraum|salle de reunion|sala de reuniones|sala riunioni|vergaderruimte|office|buro",
    "booth": "booth|phone booth|phone room|telefonzelle|telefonbox|cabine|cabina|belcel|budka",
    "area": "area|open space|flache|flaeche|espace|espacio|spazio|ruimte open|obszar|espaco",
}
_CATEGORIES: Mapping[str, str] = {
    "conferenceroom": "meeting room|conference room|meeting|besprechungsraum|besprechung|"
    "konferenzraum|salle de reunion|sala de reuniones|sala riunioni|vergaderruimte|"
    "sala konferencyjna|sala de reuniao",
    "office": "office|buro|buero|bureau|oficina|ufficio|kantoor|biuro|escritorio",
    "kitchen": "kitchen|kitchenette|kuche|kueche|teekuche|teekueche|cuisine|cocina|cucina|keuken",
    "restroom": "toilet|toilets|wc|restroom|toilette|toiletten|toilettes|aseo|bagno|toalety",
    "storage": "storage|store|lager|archiv|stockage|almacen|magazzino|opslag|magazyn",
    "phoneroom": "phone booth|phone room|telefonzelle|telefonbox|cabine telephonique",
    "huddleroom": "huddle|huddle room",
    "classroom": "classroom|class room|training room|schulungsraum|klassenzimmer|seminarraum|aula",
    "walkway": "corridor|hallway|flur|gang|couloir|pasillo|corridoio|korytarz",
    "lobby": "lobby|reception|empfang|foyer|accueil|recepcion|reception area",
    "laboratory": "laboratory|lab|labor|laboratoire|laboratorio|laboratorium",
    "lounge": "lounge|break room|pausenraum|salle de pause",
    "serverroom": "server room|serverraum|technikraum edv|salle serveur",
}
_YES = "yes|y|true|1|x|ja|j|wahr|oui|o|vrai|si|s|verdadero|vero|tak|t|sim|waar"
_NO = "no|n|false|0|nein|falsch|non|faux|falso|nee|nie|nao|onwaar"


def plain(text: str) -> str:
    """Small letters and digits with single blanks: "Gebäude-Nr." becomes "gebaude nr"."""
    marked = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ł", "l"))
    bare = "".join(c for c in marked if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z\u0370-\uffff]+", " ", bare).split())


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    # The first meaning of a word stays: "room number" is a number before anything else.
    found: dict[str, str] = {}
    for meaning, names in words.items():
        for name in (meaning, *names.split("|")):
            found.setdefault(plain(name), meaning)
    return found


_COLUMN_OF = _by_word(_COLUMNS)
_KIND_OF = _by_word(_KINDS)
_CATEGORY_OF = _by_word(_CATEGORIES)
_TRUTH = {**dict.fromkeys(_YES.split("|"), True), **dict.fromkeys(_NO.split("|"), False)}


def column_of(header: str) -> str | None:
    """The column that a header names, None for one that is not known."""
    return _COLUMN_OF.get(plain(header))


def kind_of(text: str) -> str | None:
    return _KIND_OF.get(plain(text))


def category_of(text: str) -> str | None:
    """The category by a word of people; those of IMDF are known to whoever asks."""
    return _CATEGORY_OF.get(plain(text))


def truth_of(text: str) -> bool | None:
    return _TRUTH.get(plain(text))
