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
        DOT OBLIQUE EXTINGUISHER PIANTA ROSLINA* ROŚLINA* VÄXT* PLANTE PLANTA 盆栽 植木
        FEC LAMP LAMPE LIGHT LUMINAIRE OUTLET SWITCH SPRINKLER
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
        KONTORSSTOL* KRZESL* KRZESŁ* ŽIDLE* KLAPPSITZ* SIEGE SIEGES SIÈGE* BUTACA*
        FOTEL* SEDADL* KLAPPSTOL* 椅 座席
        """,
    ),
    (
        BlockRole.DESK,
        """
        DESK* WORKSTATION* WORKPLACE* WKST SCHREIBTISCH* ARBEITSPLATZ* BÜROTISCH* BUEROTISCH*
        WERKPLEK* SKRIVEBORD* SKRIVBORD* ARBETSPLATS* ARBEIDSPLASS* ESCRITORIO* SCRIVANIA*
        BUREAU HOTDESK* POSTE WKSF WKS BIURKO* 办公桌 辦公桌 电脑桌 工位 片袖机 両袖机 平机
        事務机 デスク
        """,
    ),
    (
        BlockRole.STAIR,
        """
        STAIR* TREPPE* TRAP TRAPP TRAPPA ESCALIER* ESCALERA* SCALA STRS SPINDELTREPPE 楼梯 階段
        """,
    ),
    (
        BlockRole.DOOR,
        """
        DOOR* TUER* TÜR TÜREN TÜR* DEUR* PORTE PORTES PUERTA* PORTA DÖRR* DØR* FLUSH DREHTÜR*
        SINGLEDOOR* DOUBLEDOOR* BIFOLD DRZWI* DVEŘE* 门 門 扉 片開き 両開き ドア
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
        RECYCLE* RAILING* TAVOLO* TAVOLINO ARMADIO* LETTO DIVANO* STOL* STŮL* BANK SZAFA* ŁÓŻKO
        会议桌 会議テーブル 圆桌 茶几 柜 櫃 床 便器 沙发 ソファ 流し台 テーブル ベッド 書庫
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
