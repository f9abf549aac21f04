// Numbers as people type and paste them.

/** A number with a decimal point or comma, or NaN. */
export function numberOf(text) {
  const words = String(text).trim().replace(/[\u00a0\s°m]+$/u, "").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(words) ? Number(words) : Number.NaN;
}

/** Two numbers as a map service copies them ("52.3702, 4.8952"), or null. */
export function pairOf(text) {
  const found = /^\s*([+-]?\d+(?:\.\d+)?)\s*°?\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)\s*°?\s*$/.exec(text);
  // "52,3702" is one number with a decimal comma.
  if (!found || (/^\s*[+-]?\d+,\d+\s*$/.test(text))) return null;
  return [Number(found[1]), Number(found[2])];
}
