"""The dictionary of block names and attribute tags. A star stands for any ending."""

from __future__ import annotations

from importers.roles import BlockRole

BLOCK_WORDS: tuple[tuple[BlockRole, str], ...] = (
    (
        BlockRole.IGNORE,
        """
        TITLE TITLEBLOCK PLANKOPF RAHMEN FRAME NORTH NORD NORDPFEIL ARROW ARROWS LOGO LEGEND
        TREE TREES ARBRE* ARBOL* ÁRBOL ARBUST* BAUM BÄUME PLANT PLANT* PFLANZE* VEGETATION
        SHRUB* PEOPLE PERSON SYMBOL REVCLOUD SECTIONMARK GRIDHEAD START ARCHTICK
        DOT OBLIQUE EXTINGUISHER FEC LAMP LAMPE LIGHT LUMINAIRE OUTLET SWITCH SPRINKLER
        """,
    ),
    (
        BlockRole.ROOM_TAG,
        """
        ROOMTAG* RAUMSTEMPEL* RAUMTAG ROOMLABEL* ROOMNO ROOMNUM* RUIMTESTEMPEL ROMSTEMPEL
        """,
    ),
    (
        BlockRole.PARKING,
        """
        PARKING STELLPLATZ* PARKPLATZ* PARKEER* PARKERING* PARKINGSPACE* CARSPACE APARCAMIENTO
        """,
    ),
    (
        BlockRole.CHAIR,
        """
        CHAIR* ARMCHAIR* ARMCH STUHL* BÜROSTUHL* DREHSTUHL* STOEL* BUREAUSTOEL* CHAISE*
        FAUTEUIL* SILLA* SEDIA* STOL STOLE STOLAR KONTORSTOL* STOOL* HOCKER CHRS SEAT
        """,
    ),
    (
        BlockRole.DESK,
        """
        DESK* WORKSTATION* WORKPLACE* WKST SCHREIBTISCH* ARBEITSPLATZ* BÜROTISCH* BUEROTISCH*
        WERKPLEK* SKRIVEBORD* SKRIVBORD* ARBETSPLATS* ARBEIDSPLASS* ESCRITORIO* SCRIVANIA*
        BUREAU HOTDESK* POSTE WKSF WKS
        """,
    ),
    (
        BlockRole.STAIR,
        """
        STAIR* TREPPE* TRAP TRAPP TRAPPA ESCALIER* ESCALERA* SCALA STRS SPINDELTREPPE
        """,
    ),
    (
        BlockRole.DOOR,
        """
        DOOR* TUER* TÜR TÜREN TÜR* DEUR* PORTE PORTES PUERTA* PORTA DÖRR* DØR* FLUSH DREHTÜR*
        SINGLEDOOR* DOUBLEDOOR* BIFOLD
        """,
    ),
    (
        BlockRole.LIFT,
        """
        LIFT LIFTS ELEVATOR* ELEV AUFZUG* FAHRSTUHL ASCENSEUR* ASCENSOR* HEIS HISS
        """,
    ),
    (
        BlockRole.WINDOW,
        """
        WINDOW* WIND FENSTER* RAAM VINDU* FÖNSTER* FENETRE* FENÊTRE* VENTANA* FINESTRA* GLAZED
        GLAZING PANEL
        """,
    ),
    (
        BlockRole.FURNITURE,
        """
        TABLE* TISCH* KONFERENZTISCH* TAFEL* SOFA* COUCH* MESA* BORD CABINET* SCHRANK* KAST
        KASTEN SHELF* REGAL* CASEWORK* LOCKER* SPIND* TOILET* WC LAVATORY* URINAL* SINK* BASIN*
        BATH* SHOWER* WASHER* DRYER* FRIDGE* REFRIG* STOVE* OVEN* COUNTER* PRINTER* COPIER* TV
        COMP COMPUTER* PC MONITOR* SCREEN* KEYBOARD* PHONE* BED BETT FIXT* CREDENZA* TRASH*
        RECYCLE* RAILING*
        """,
    ),
    # A car is a picture, but a lift has one as well, and a parking place is drawn with one.
    (BlockRole.IGNORE, "CAR CARS AUTO AUTOS VEHICLE* VOITURE* COCHE COCHES BIL"),
)

#: Attribute tags that tell what a block is for.
ROOM_TAGS = frozenset(
    [
        "ROOMNO",
        "ROOM_NO",
        "ROOMNUMBER",
        "ROOM_NUMBER",
        "ROOMNUM",
        "ROOM_NUM",
        "RAUMNR",
        "RAUM_NR",
        "RAUMNUMMER",
        "RAUMNAME",
        "RAUM_NAME",
        "ROOMNAME",
        "ROOM_NAME",
        "ROOM",
        "RAUM",
        "RUIMTENR",
        "RUIMTENUMMER",
        "RUIMTENAAM",
        "RUMSNR",
        "RUMSNAMN",
        "ROMNR",
        "ROMNAVN",
        "ROMNUMMER",
        "RMNUM",
        "RMNAME",
        "RM_NO",
        "RM_NAME",
        "NUFNR",
        "SPACENO",
        "SPACE_ID",
        "SPACENAME",
    ]
)
DESK_TAGS = frozenset(
    [
        "DESK",
        "DESKNO",
        "DESK_NO",
        "DESK_ID",
        "DESKID",
        "DESKNUMBER",
        "WORKSTATION",
        "WS_ID",
        "WSNO",
        "SEAT",
        "SEATNO",
        "SEAT_NO",
        "SEAT_ID",
        "SEATID",
        "WORKPLACE",
        "PLATZ",
        "PLATZNR",
        "APL",
        "APLNR",
        "ARBEITSPLATZ",
        "WERKPLEK",
        "WERKPLEKNR",
    ]
)
PARKING_TAGS = frozenset(
    ["BAY", "BAYNO", "PARKING", "PARKING_NO", "STALL", "STALLNO", "STELLPLATZ", "SPNR", "LOT"]
)
#: Tags of a room stamp only together with another of their kind, or on a block with no furniture.
WEAK_ROOM_TAGS = frozenset(
    ["NO", "NR", "NUMBER", "NUM", "NUMMER", "NAME", "AREA", "FLÄCHE", "FLAECHE", "SQM", "M2", "SF"]
)
