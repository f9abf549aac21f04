// The places of a floor as the search on the phone takes them.

/** Places {id, floor_id, isFree, ...} of a floor's spaces as GeoJSON; `isFree(place)` tells it of one. */
export const placesOf = (floorId, { features }, isFree) => features.map(({ id, properties }) => {
  const place = { ...properties, features: properties.features ?? [], id, floor_id: floorId };
  return { ...place, isFree: isFree(place) };
});
