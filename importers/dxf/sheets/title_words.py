"""Words by which drawings of several countries are titled, as patterns over upper-case lines.

The first kind that matches wins, so the special stands before the general: a roof plan is no
floor plan, and an enlarged plan is a detail.
"""

from __future__ import annotations

from importers.draft import ViewKind

#: A compass point or side beside which a bare word for "view" is an elevation.
_SIDE = (
    r"(?:NORTH|SOUTH|EAST|WEST|NORD|S[UÜ]D|OST|NORTE|SUR|ESTE|OESTE|OUEST|SUD|OVEST|NOORD|ZUID"
    r"|OOST|NORR|SÖDER|ÖSTER|VÄSTER|SØR|SYD|ØST|VEST|V[OÄ]ST|FRONT|REAR|SIDE|LEFT|RIGHT|VOOR"
    r"|ACHTER|LINKER|RECHTER|ZIJ|HAUPT|STRASSEN|GARTEN|SEITEN)(?:WEST|OST|EAST|OUEST|OVEST)?"
)

KINDS: tuple[tuple[ViewKind, str], ...] = (
    (
        ViewKind.SCHEDULE,
        (
            r"(?:DOORS?|WINDOWS?|ROOMS?|FINISH(?:ES)?|AREAS?|FURNITURE|LUMINAIRE|EQUIPMENT)"
            r" SCHEDULE"
            r"|SCHEDULE OF\b|RAUMLISTE|RAUMBUCH|T[ÜU]E?RLISTE|FENSTERLISTE|ST[ÜU]CKLISTE"
            r"|FL[ÄA]E?CHEN(?:AUFSTELLUNG|BERECHNUNG|LISTE|ÜBERSICHT)|TABLEAU DES?\b|NOMENCLATURE"
            r"|CUADRO DE\b|RUIMTESTAAT|DEURENSTAAT|KOZIJNSTAAT|ABACO\b|TABELLA\b|ROMSKJEMA"
            r"|DØRSKJEMA|RUMSF[ÖO]RTECKNING|DÖRRF[ÖO]RTECKNING|ROMLISTE|LOKALELISTE|AREALOPPSTILLING"
            r"|GENERAL NOTES|NOTAS GENERALES|ALLGEMEINE HINWEISE"
        ),
    ),
    (
        ViewKind.LEGEND,
        (
            r"^(?:LEGENDE?|L[ÉE]GENDE|LEGENDA|LEYENDA|KEY|SYMBOLS?|SYMBOLER|RENVOOI"
            r"|ZEICHENERKL[ÄA]RUNG|TEGNFORKLARING|SIGNATURFORKLARING|F[ÖO]RKLARINGAR?"
            r"|SIMBOLOG[IÍ]A)\b(?: [\w&/-]+){0,3}:?$"
        ),
    ),
    (
        ViewKind.DETAIL,
        (
            r"^(?:\W*[\w.]{1,3}\W+)?(?:D[ÉE]TAILS?|DETALJ|DETALLES?|DETTAGLI[OI]|EINZELHEIT|AUSSCHNITT"
            r"|DETAILSCHNITT|DETAILPUNKT)\b|\bTEILGRUNDRISS|\bENLARGED\b|\bPARTIAL PLAN\b"
            r"|\bDETAILS?(?:ZEICHNUNG|PLAN)?$|\bREGELDETAIL"
        ),
    ),
    (
        ViewKind.CEILING_PLAN,
        (
            r"\bCEILING PLAN\b|^RCP\b|DECKENSPIEGEL|DECKENPLAN|PLAFONDPLAN"
            r"|PLAN DE(?: FAUX)?.PLAFOND"
            r"|PLAFONDTEKENING|HIMLINGSPLAN|UNDERTAKSPLAN|CONTROSOFFITT|LOFTPLAN|PLANO DE TECHOS"
        ),
    ),
    (
        ViewKind.ROOF_PLAN,
        (
            r"\bROOF(?:ING)? PLAN\b|\bROOF LEVEL\b|DACHAUFSICHT|DACHDRAUFSICHT|\bDACHPLAN"
            r"|^DRAUFSICHT|\bTOITURES?\b|\bCUBIERTAS?\b|\bDAKPLAN|DAKPLATTEGROND"
            r"|DAKAANZICHT|\bCOPERTUR[AE]\b"
            r"|\bTAKPLAN|\bTAGPLAN|\bCOBERTURA\b|\bAUFSICHT DACH"
        ),
    ),
    (
        ViewKind.SITE_PLAN,
        (
            r"\b(?:SITE|LOCATION|KEY|BLOCK|PLOT) PLAN\b|\bLAGEPLAN|[ÜU]BERSICHTSPLAN"
            r"|\bPLAN DE MASSE"
            r"|\bPLAN(?:O)? DE SITUACI[OÓ]N|\bEMPLAZAMIENTO|\bPLAN DE SITUATION|^SITUATIE"
            r"|SITUASJONSPLAN|SITUATIONSPLAN|\bPLANIMETRIA GENERALE|\bFREIFLÄCHENPLAN|^BELIGGENHED"
        ),
    ),
    (
        ViewKind.TECHNICAL_PLAN,
        (
            r"\b(?:FOUNDATION|FRAMING|STRUCTURAL|ELECTRICAL|LIGHTING|PLUMBING|HVAC|MECHANICAL|POWER"
            r"|DEMOLITION|DRAINAGE|SPRINKLER|SLAB|FOOTING)(?: LAYOUT)? PLAN\b|ELEKTROPLAN|SCHALPLAN"
            r"|FUNDAMENTPLAN|BEWEHRUNGSPLAN|ABBRUCHPLAN|ENTW[ÄA]SSERUNGSPLAN|SPARRENPLAN"
            r"|PLAN DE FONDATIONS?|PLANTA DE CIMENTACI[OÓ]N|FUNDERING|PIANTA FONDAZIONI"
        ),
    ),
    (
        ViewKind.SECTION,
        (
            r"\b(?:CROSS |LONGITUDINAL |BUILDING |WALL )?SECTION\b|\bSCHNITT\b"
            r"|(?:L[ÄA]E?NGS|QUER)SCHNITT"
            r"|^([A-Z])['\u00b4\u2019]?\s?[-\u2013]\s?\1['\u00b4\u2019]?$|\bCOUPE\b|\bCORTE\b|\bSECCI[OÓ]N\b|\bSEZIONE\b|DOORSNEDE|DWARSDOORSNEDE|^SNITT\b"
            r"|\b(?:TVÄR|LÄNGD|TVERR|LENGDE|TVÆR|LÆNGDE)SNITT?\b|^SEKTION\b"
        ),
    ),
    (
        ViewKind.ELEVATION,
        (
            rf"\bELEVATIONS?\b|^ANSICHT\b|\b{_SIDE}ANSICHT|\b(?:FASSADE|FAÇADE|FACADE|FASADE?|GEVEL)\b"
            rf"|\b{_SIDE}(?:GEVEL|FASSADE|FASADE?|FACADE)|\b[ÉE]L[ÉE]VATIONS?\b|\bALZADOS?\b"
            r"|\bFACHADAS?\b|\bPROSPETT[OI]\b|\bAANZICHT(?:EN)?\b|\bABWICKLUNG\b|^OPPRISS\b"
        ),
    ),
)

_STOREY = r"(?:FLOOR|LEVEL|STOREY|STORY|[ÉE]TAGE|VERDIEPING|PIANO|PISO|PLANTA|NIVEL)"

#: Titles of floors: pattern, and the ordinal; None where a group of the pattern tells it: ``up``
#: counts storeys above the ground, ``down`` those below, ``base1`` counts the ground as 1, and
#: ``level`` may count either way.
FLOORS: tuple[tuple[str, int | None], ...] = (
    (
        r"\bGROUND (?:FLOOR|LEVEL)|\bERDGESCHO(?:SS|ß)|^EG\b|\bEG$",
        0,
    ),
    (r"\bPLANTA BAJA|\bREZ.DE.CHAUSS[ÉE]E|\bRDC\b|\bBEGANE GROND|\bPIANO TERRA", 0),
    (r"\bENTR[ÉE]PLAN|\bBOTTENV[ÅA]NING|\bSTUE(?:PLAN|ETAGE)|\bHOCHPARTERRE|\bPARTERRE\b", 0),
    (rf"\b(?P<level>1)ST {_STOREY}|\bFIRST (?P<level1>){_STOREY}", None),
    (rf"\bSECOND (?P<level2>){_STOREY}", None),
    (rf"\bTHIRD (?P<level3>){_STOREY}", None),
    (rf"\bFOURTH (?P<level4>){_STOREY}", None),
    (r"\bEERSTE VERD|\bPREMIER [ÉE]TAGE|\bERSTES OBERG|\bPLANTA PRIMERA|\bPRIMERA PLANTA", 1),
    (r"\bPIANO PRIMO|\bPRIMO PIANO", 1),
    (r"\bTWEEDE VERD|\bDEUXI[ÈE]ME [ÉE]TAGE|\bZWEITES OBERG|\bPLANTA SEGUNDA|\bSEGUNDA PLANTA", 2),
    (r"\bPIANO SECONDO|\bSECONDO PIANO", 2),
    (r"\bDERDE VERD|\bTROISI[ÈE]ME [ÉE]TAGE|\bDRITTES OBERG|\bPLANTA TERCERA|\bTERCERA PLANTA", 3),
    (r"\bPIANO TERZO|\bTERZO PIANO", 3),
    (r"\b(?P<up>\d{1,2})\. ?(?:OG|OBERGESCHO(?:SS|ß)|STOCK|SAL|PISO)\b", None),
    (r"\b(?:OG|OBERGESCHO(?:SS|ß)|[ÉE]TAGE|VERDIEPING|PISO|PIANO|PLANTA) ?(?P<up>\d{1,2})\b", None),
    (r"\bR ?\+ ?(?P<up>\d{1,2})\b", None),
    (
        r"\b(?P<up>\d{1,2})[º°ª.]? ?(?:ER|E|[ÈE]ME|DE|STE)? ?(?:[ÉE]TAGE|VERDIEPING|PIANO|PISO)\b",
        None,
    ),
    (rf"\b(?P<level>\d{{1,2}})(?:TH|ND|RD|ST) {_STOREY}", None),
    (r"\b(?P<base1>\d{1,2})\. ?(?:ETASJE|ETG\b|V[ÅA]NING)", None),
    (r"\b(?:V[ÅA]NING|ETASJE) ?(?P<base1>\d{1,2})\b", None),
    (
        (
            r"\b(?:FLOOR|LEVEL|STOREY|STORY|PLAN|NIVEL|NIVEAU|EBENE|LIVELLO|GESCHOSS)"
            r" ?(?P<level>\d{1,2})\b"
        ),
        None,
    ),
    (r"\b(?P<down>\d{1,2})\. ?(?:UG|UNTERGESCHO(?:SS|ß))\b", None),
    (r"\b(?:UG|SOUS.SOL|S[OÓ]TANO|BASEMENT) ?(?P<down>\d)\b", None),
    (r"\bBASEMENT|\bUNTERGESCHO(?:SS|ß)|\bKELLER(?:GESCHO(?:SS|ß))?\b|^[UK]G\b|\bSOUS.SOL", -1),
    (r"\b[UK]G$|\bS[OÓ]TANO|\b(?:SEM)?INTERRATO|\bKELDER\b|\bKJELLER", -1),
    (r"\bK[ÄA]LLAR(?:E|PLAN)|\bK[ÆA]LDER", -1),
    (r"^OG\b|\bOG$|\bOBERGESCHO(?:SS|ß)", 1),
)
#: Storeys without a number of their own, and plans that name none.
OTHER_FLOORS = (
    r"\bFLOOR PLAN|\bGRUNDRI(?:SS|ß)|\bPLANTEGNING|\bPLATTEGROND|\bPIANTA\b|\bPLANRITNING"
    r"|\bETASJEPLAN|\bETAGEPLAN|\bDACHGESCHO(?:SS|ß)|^DG\b|\bZWISCHENGESCHO(?:SS|ß)|\bATTIC\b"
    r"|\bSTAFFELGESCHO(?:SS|ß)|\bREGELGESCHO(?:SS|ß)|\bPENTHOUSE|\bMEZZANIN[EO]?\b|\bENTRESUELO"
    r"|\b[ÁA]TICO\b|\bPLANTA TIPO|\bPLAN D.[ÉE]TAGE|\bTYPICAL FLOOR|\bLOFTSETASJE|\bVINDSPLAN"
    r"|\bZOLDER(?:VERDIEPING)?\b|\bFURNITURE PLAN|\bM[ÖO]E?BLIERUNGSPLAN|\bFLOOR LAYOUT"
    r"|\bOFFICE LAYOUT|^PLANTA\b|\b(?:UPPER|LOWER) (?:FLOOR|LEVEL)"
)
#: Parts of one floor that are drawn beside each other.
BUILDING_PART = (
    r"\b(?:WING|BUILDING|BLOCK|TOWER|HAUS|GEB[ÄA]UDE|BAUTEIL|TRAKT|FL[ÜU]GEL|AILE|B[ÂA]TIMENT|ALA"
    r"|EDIFICI?O|VLEUGEL|GEBOUW|FL[ØY]Y?|BYGG|BYGNING|HUS|TEIL|PART|AREA|SECTOR) ?[A-Z0-9]{0,3}\b"
)
#: What is written in the fields of a title block.
TITLE_BLOCK = """
    SCALE MASSSTAB MASZSTAB MAßSTAB ESCALA ÉCHELLE ECHELLE SCALA SCHAAL MÅLESTOKK MÅLESTOK SKALA
    DATE DATUM FECHA DATA DATO
    DRAWN GEZEICHNET GEZ DIBUJADO DIBUJÓ DESSINÉ DESSIN DISEGNATO GETEKEND TEGNET RITAD DESIGNED
    CHECKED GEPRÜFT GEPR COMPROBADO VÉRIFIÉ CONTROLLATO GECONTROLEERD KONTROLLERT GRANSKAD APPROVED
    PROJECT PROJEKT PROYECTO PROJET PROGETTO PROSJEKT BAUVORHABEN OBRA
    SHEET BLATT BLAD FEUILLE HOJA FOGLIO DRAWING DRG DWG ZEICHNUNG ZEICHNUNGSNR PLANNR PLANINHALT
    PLANO PLANNUMMER TEKENING TEGNING TEGN RITNING DISEGNO TAVOLA
    CLIENT BAUHERR AUFTRAGGEBER OPDRACHTGEVER CLIENTE COMMITTENTE BYGGHERRE BYGHERRE TILTAKSHAVER
    MAÎTRE ARCHITECT ARCHITEKT ARQUITECTO ARCHITECTE ARCHITETTO ARKITEKT ENTWURFSVERFASSER
    REVISION REV INDEX REVISIE REVISJON ÄNDERUNG FORMAT PHASE STATUS TITLE TITEL TITTEL JOB
"""
