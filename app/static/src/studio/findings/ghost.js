// What a fix would make, as it is drawn over the plan.

const PARTS = {
  Polygon: ({ coordinates }) => ({ areas: [coordinates] }),
  MultiPolygon: ({ coordinates }) => ({ areas: coordinates }),
  LineString: ({ coordinates }) => ({ lines: [coordinates] }),
  MultiLineString: ({ coordinates }) => ({ lines: coordinates }),
};

/** GeoJSON as areas and lines; nothing for null. */
export const ghostOf = (geometry) => (geometry ? PARTS[geometry.type]?.(geometry) ?? {} : {});
