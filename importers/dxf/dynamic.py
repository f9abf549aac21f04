"""Names for values of ezdxf whose attributes exist at run time only.

The library fills ``entity.dxf`` from its tables of attributes, which no type checker sees; the
aliases say what kind of thing is meant.
"""

from typing import Any, TypeAlias

Entity: TypeAlias = Any
Namespace: TypeAlias = Any  # entity.dxf
Document: TypeAlias = Any
Vector: TypeAlias = Any  # Vec2 or Vec3
EzPath: TypeAlias = Any
