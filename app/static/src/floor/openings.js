// Doors as an architect draws them: the wall is open, the leaf stands at a right angle, and an arc
// shows how it swings.

const ARC_STEPS = 8;
const SWINGING = new Set(["door", "single", "single_door", "swing"]);

/** Turn the vector a->b about a by an angle; degrees of longitude are shorter than of latitude. */
function turn(a, b, angle) {
  const squeeze = Math.cos((a[1] * Math.PI) / 180);
  const [x, y] = [(b[0] - a[0]) * squeeze, b[1] - a[1]];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [a[0] + (x * cos - y * sin) / squeeze, a[1] + x * sin + y * cos];
}

function swing(a, b) {
  const arc = [];
  for (let step = 0; step <= ARC_STEPS; step += 1) arc.push(turn(a, b, (Math.PI / 2) * (step / ARC_STEPS)));
  return [[a, arc[ARC_STEPS]], arc];
}

/** The lines of all openings: the gaps in the walls, and what is drawn in them. */
export function openingLines(features) {
  const gaps = [];
  const leaves = [];
  for (const feature of features) {
    const line = feature.geometry.coordinates;
    const [a, b] = [line[0], line[line.length - 1]];
    gaps.push([a, b]);
    if (SWINGING.has(feature.properties.kind)) leaves.push(...swing(a, b));
    else leaves.push([a, b]);
  }
  return { gaps, leaves };
}
