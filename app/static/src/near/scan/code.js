// What stands in a printed code: the address of a place, which ends with its id. The host may be one
// that the service had when the code was printed; whose place it is, the service knows.

const PLACE = /^https?:\/\/[^/?#]+(?:\/[^?#]*)?\/at\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?(?:[?#].*)?$/i;

/** The id of a place in the text of a code; null for a code of somebody else's. */
export const placeIdOf = (text) => PLACE.exec(text.trim())?.[1].toLowerCase() ?? null;
