// What follows from the plan about a space, in plain words. What the plan does not tell is left out.

const near = (value) => (value < 1 ? "less than a metre" : `${Math.round(value * 2) / 2} m`.replace(".5 m", "½ m"));

/** Sentences, the most wanted first; none where nothing is known. */
export function factSentences(facts, isDesk) {
  if (!facts) return [];
  const told = [];
  if (isDesk) {
    if (facts.near_window !== null) told.push(facts.near_window ? `Near a window (${near(facts.window_m)})` : facts.window_m === null ? "No window in sight" : `Window ${near(facts.window_m)} away`);
    if (facts.back_to_wall) told.push("Back to the wall");
    if (facts.near_door !== null && facts.door_m !== null) told.push(facts.near_door ? `Next to a door (${near(facts.door_m)})` : `Door ${near(facts.door_m)} away`);
  } else {
    if (facts.net_area_m2 !== null) told.push(`${facts.net_area_m2.toFixed(1)} m² without columns`);
    if (facts.near_window !== null) told.push(facts.near_window ? "Has windows" : "Without windows");
  }
  if (facts.step_free !== null) told.push(facts.step_free ? "Reached without a step" : "Not reached without a step or a narrow door");
  if (facts.door_clear_m !== null) told.push(`Door ${Math.round(facts.door_clear_m * 100)} cm clear`);
  return told;
}
