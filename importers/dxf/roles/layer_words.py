"""The dictionary of layer names, in the words of several standards and languages.

Sources: the US National CAD Standard (AIA layer names), NS 3451, the German CAFM handbook's room
polygon layers, NL/SfB and Archibus. A trailing star stands for any ending. The earlier entry wins
where a name holds words of two roles: ``A-AREA-IDEN`` is a label, ``A-DOOR-IDEN`` is not.
"""

from __future__ import annotations

from importers.roles import LayerRole

LAYER_WORDS: tuple[tuple[LayerRole, str], ...] = (
    (
        LayerRole.IGNORE,
        """
        DEFPOINTS DIM DIMS DIMENSION* PATT PATTERN* HATCH* SCHRAFF* TTLB TITLE* PLANKOPF KADER
        RAHMEN MAAT MAATVOERING MÅL MÅLSÄTTNING VERMASS* BEMASS* COTE COTES COTATION COTAS
        ACOTA* QUOTE VIEWPORT* VPORT* AUX NPLT LEGEND* LEGENDE SYMB REVISION* GRID
        ACHSE* RASTER AXIS AXES OVHD HRAL ROOF DACH CLNG CEILING* PROJECTION PROJEKTION TOPO
        TOPOGRAPH* PLANT PLANTS TREE* VEGETATION VOID VOIDS ABZUG FOOTER SLAB BEAM BALKEN
        QUERBALKEN LITE LIGHTING ELEC POWR HVAC DUCT PIPE PIPES TEXTURE TEXTURES FLOORING TILES
        IMAGE IMAGES BACKGROUND HINTERGRUND HEADER STEM HIDDEN SECTION SECTIONS SCHNITT
        CONSTRUCTION HILFSLINIE* JOURNEYS DISTRIBUTIONS WAYPOINTS PARAMETERS HEIZUNG LÜFTUNG
        ELEKTRO
        """,
    ),
    (
        LayerRole.ROOM_LABEL,
        """
        IDEN IDENT NUMR RMNUM ROOMNO ROOMNUM* ROOMNAME* ROOMTAG* RAUMNR RAUMNUMMER RAUMNAME
        RAUMSTEMPEL RAUMTEXT RAUMBESCHRIFTUNG RUIMTENR RUIMTENUMMER RUIMTENAAM RUMSNR RUMSNUMMER
        RUMSNAMN ROMNUMMER ROMNR ROMNAVN ROMFUNKSJON LABEL LABELS TAG TAGS TEXT TEXTE TEXTS TXT
        ANNTEXT NOTE NOTES NAMES NAME NUMBERS BESCHRIFTUNG TEKST TEXTO TEXTOS
        """,
    ),
    (
        LayerRole.OUTLINE,
        """
        GROS GROSS OTLN OUTLINE* EXTERIOR FOOTPRINT PERIMETER BGF BVO BTA BRUTTO UMRISS
        GESCHOSSPOLYGON GEBÄUDEUMRISS CONTOUR CONTORNO ETASJE
        """,
    ),
    (
        LayerRole.DESK,
        """
        DESK DESKS WORKSTATION* WORKPLACE* WORKSPACE* WKSF WKST HOTDESK* WERKPLEK* ARBEITSPLATZ*
        ARBEITSPLÄTZE ARBEITSPLAETZE SCHREIBTISCH* BÜROTISCH* ARBETSPLATS* ARBEIDSPLASS*
        SKRIVEBORD* SKRIVBORD* ESCRITORIO* PUESTO PUESTOS SCRIVANIA SCRIVANIE
        """,
    ),
    (
        LayerRole.PARKING,
        """
        PARKING PARKINGS PRKG STELLPLATZ* STELLPLÄTZE PARKPLATZ* PARKPLÄTZE PARKEER* PARKERING*
        APARCAMIENTO* PARCHEGGI*
        """,
    ),
    (
        LayerRole.LIFT,
        """
        EVTR ELEV ELEVATOR* LIFT LIFTS AUFZUG* AUFZÜGE FAHRSTUHL HEIS HISS HISSAR ASCENSEUR*
        ASCENSOR* ASCENSORE*
        """,
    ),
    (
        LayerRole.STAIR,
        """
        STRS STAIR STAIRS STAIRCASE* STAIRWAY* TREPPE TREPPEN TRAP TRAPPEN TRAPP TRAPPA TRAPPER
        TRAPPOR ESCALIER* ESCALERA* SCALA SCALE STEPS
        """,
    ),
    (
        LayerRole.DOOR,
        """
        DOOR* TUER TUEREN TÜR TÜREN DEUR DEUREN DÖRR DÖRRAR DØR DØRER PORTE PORTES PUERTA* PORTA
        PORTAS OPENING OPENINGS ÖFFNUNG*
        """,
    ),
    (
        LayerRole.WINDOW,
        """
        GLAZ GLAZING WINDOW* FENSTER RAAM RAMEN KOZIJN* VINDU VINDUER FÖNSTER FENETRE* FENÊTRE*
        VENTANA* FINESTRA FINESTRE GLASS GLAS CURTAIN CRYSTAL CRISTAL
        """,
    ),
    (
        LayerRole.COLUMN,
        """
        COLS COLUMN COLUMNS STÜTZE* STUETZE* KOLOM KOLOMMEN SØYLE* PELARE PILIER* POTEAU* PILAR
        PILARES PILASTRI COLUMNA* STAHLTRÄGER STAHLTRAEGER
        """,
    ),
    (
        LayerRole.ZONE,
        """
        ZONE ZONES ZONEN ZONER ZONAS NEIGHBOURHOOD* NEIGHBORHOOD* DEPARTMENT* DEPT ABTEILUNG*
        AFDELING* BEREICH BEREICHE QUARTIER TEAM TEAMS
        """,
    ),
    (
        LayerRole.WALL,
        """
        WALL* WAND WÄNDE WAENDE WANDEN BINNENWAND BUITENWAND MAUER* MAUERWERK MUR MURS MURO
        MUROS PARED PAREDES TABIQUE* VÄGG VÄGGAR VAEGG VEGG VEGGER YTTERVEGG INNERVEGG PARETE
        PARETI CLOISON CLOISONS PARTITION PARTITIONS STRUCTURE STRUCTURAL CONCR CONCRETE PLASTER
        BETON OBSTACLE OBSTACLES TROCKENBAU TRENNWAND TRENNWÄNDE SHELL
        """,
    ),
    (
        LayerRole.FURNITURE,
        """
        FURN FURNITURE MOEBEL* MÖBEL* MØBEL* MEUBIL* MEUBEL* MEUBLE* MOBILIER MOBILIARIO MUEBLE*
        MOBILI ARREDI ARREDO INREDNING INVENTAR EINRICHTUNG AUSSTATTUNG EQPM EQ EQUIPMENT CASE
        CASEWORK FIXT FIXTURE FIXTURES SAN SANITÄR SANITAER SANITARY SANITATION SANITAIR CHAIR
        CHAIRS STUHL STÜHLE STUEHLE STOEL STOELEN SILLA SILLAS STOL STOLER STOLAR TABLE TABLES
        TISCH TISCHE TAFEL COUCH COUCHES BENCHES SOFA* SHELF SHELVES SHELVING REGAL REGALE
        SEATING CHAISE* SIEGE* SIÈGE* ASIENTO* SEDIE SESSEL BUREAUSTOEL* MEUBILAIR BORD BORDER
        """,
    ),
    (
        LayerRole.ROOM,
        """
        RM RMS ROOM ROOMS SPAC SPACE SPACES AREA AREAS RAUM RÄUME RAEUME RAUMPOLYGON*
        RAUMFLÄCHE* ZIMMER NUF NGF RUIMTE RUIMTES RUIMTEN NVO VVO RUM ROM RUMSYTA LOKALER PIECE
        PIECES PIÈCE* LOCAL LOCAUX SALLE SALLES HABITACION* HABITACIÓN SALA SALAS RECINTO*
        ESTANCIA* OFFICE OFFICES BÜRO BÜROS BUERO* KANTOOR KANTOREN KONTOR KONTORER OFICINA*
        UFFICIO UFFICI MEETING CONFERENCE BESPRECHUNG* VERGADER* MØTEROM MÖTESRUM REUNION*
        RÉUNION* LAB LABS LABOR LABORE LABORATOR* CLASSROOM* KLASSENZIMMER* AULA TOILET TOILETS
        TOILETTE* RESTROOM* WC WCS STORAGE LAGER COFFEE KITCHEN* KÜCHE* KUECHE* LOBBY CORRIDOR*
        FLUR FLURE GANG RECEPTION* CAFETERIA* CANTEEN* KANTINE* WALKABLEAREA WALKABLE
        SUPERFICIE* SUPERFICIES SURFACE SURFACES LOKAL LOKALE ROMPOLYGON* RUIMTEPOLYGON*
        SUPERMARKET SHOP SHOPS BOUNDARY UNIT UNITS
        """,
    ),
)

#: Whole names of coded systems: Norwegian table numbers and the element numbers of NL/SfB.
LAYER_PATTERNS: tuple[tuple[LayerRole, str, str], ...] = (
    (LayerRole.OUTLINE, r"^861\b", "code 861"),
    (LayerRole.ROOM, r"^862\b", "code 862"),
    (LayerRole.ROOM_LABEL, r"^83[123]\b", "code 831 to 833"),
    (LayerRole.DOOR, r"^2[34]2\b", "code 232 or 242"),
    (LayerRole.WINDOW, r"^2[34]3\b", "code 233 or 243"),
    (LayerRole.WALL, r"^2[34]0\b", "code 230 or 240"),
    (LayerRole.FURNITURE, r"^270\b", "code 270"),
    (LayerRole.STAIR, r"^281\b", "code 281"),
    (LayerRole.LIFT, r"^620\b", "code 620"),
    (LayerRole.WALL, r"^(NL-?SFB[-_ ]?)?\(?2[12]\)?[-_ .]", "element 21 or 22"),
    (LayerRole.WINDOW, r"^(NL-?SFB[-_ ]?)?\(?31\)?[-_ .]", "element 31"),
    (LayerRole.DOOR, r"^(NL-?SFB[-_ ]?)?\(?32\)?[-_ .]", "element 32"),
    (LayerRole.STAIR, r"^(NL-?SFB[-_ ]?)?\(?24\)?[-_ .]", "element 24"),
    (LayerRole.LIFT, r"^(NL-?SFB[-_ ]?)?\(?66\)?[-_ .]", "element 66"),
)

#: Endings of one word that names a label layer: UNITLABELS, ZONENAME.
LABEL_ENDINGS = ("LABEL", "LABELS", "NAME", "NAMES", "TEXT", "TEXTS", "TAG", "TAGS", "NUMBERS")

#: A label layer that also names one of these belongs to doors and the like, not to rooms.
NOT_ROOMS = frozenset({"DOOR", "GLAZ", "EQPM", "WALL", "COLS", "ELEC", "HVAC", "LITE", "FIXT"})

#: Words in texts that name rooms; one of them on a layer of texts is enough to look for names.
ROOM_NAME_WORDS = frozenset(
    [
        "ROOM",
        "OFFICE",
        "MEETING",
        "CONFERENCE",
        "KITCHEN",
        "BATH",
        "BEDROOM",
        "HALL",
        "LOBBY",
        "CORRIDOR",
        "STORAGE",
        "TOILET",
        "WC",
        "RESTROOM",
        "LAB",
        "CLASSROOM",
        "PORCH",
        "GARAGE",
        "CLOSET",
        "PANTRY",
        "ENTRY",
        "DINING",
        "LIVING",
        "UTILITY",
        "STAIR",
        "ELEVATOR",
        "RECEPTION",
        "LOUNGE",
        "COPY",
        "PRINT",
        "SERVER",
        "ELEC",
        "JANITOR",
        "MOTHERS",
        "PHONE",
        "FOCUS",
        "HUDDLE",
        "OPEN",
        "BREAK",
        "CAFE",
        "BÜRO",
        "BUERO",
        "RAUM",
        "KÜCHE",
        "KUECHE",
        "BAD",
        "ZIMMER",
        "FLUR",
        "LAGER",
        "BESPRECHUNG",
        "TEEKÜCHE",
        "ARCHIV",
        "EMPFANG",
        "KANTOOR",
        "KEUKEN",
        "VERGADERRUIMTE",
        "HAL",
        "BERGING",
        "TOILETTEN",
        "KONTOR",
        "KJØKKEN",
        "MØTEROM",
        "GANG",
        "LAGRE",
        "KÖK",
        "MÖTESRUM",
        "FÖRRÅD",
        "BUREAU",
        "CUISINE",
        "SALLE",
        "SALON",
        "CHAMBRE",
        "COULOIR",
        "ACCUEIL",
        "RÉUNION",
        "OFICINA",
        "COCINA",
        "BAÑO",
        "DORMITORIO",
        "SALA",
        "COMEDOR",
        "PASILLO",
        "ESTAR",
        "UFFICIO",
        "CUCINA",
        "BAGNO",
        "CORRIDOIO",
    ]
)
