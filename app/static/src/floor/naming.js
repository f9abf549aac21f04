// What stairs and lifts are called on a map, and the ways in which a name can be written.

const CONNECTORS = { stair: "Stairs", stairs: "Stairs", lift: "Lift", elevator: "Lift", ramp: "Ramp", escalator: "Escalator" };

/** A kind of connector in a word, or undefined. */
export const connectorText = (kind) => CONNECTORS[kind];

/** Each of these lines in each size; what lacks a line is no way to write something. */
export const waysOf = (names, sizes) => names.filter((lines) => lines.length && lines.every(Boolean))
  .flatMap((lines) => sizes.map((size) => ({ lines, size })));
