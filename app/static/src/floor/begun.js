// Forms that stay as somebody has begun to fill them in, while the panel is drawn anew around them.

const made = new Map();

/** The node of a `kind` of form about the same thing as before, as long as it is in the page; else a new one by `make()`.
    `about` is everything that the form says of the thing, as text. */
export function begun(kind, about, make) {
  const last = made.get(kind);
  if (last?.about === about && last.node.isConnected) return last.node;
  const node = make();
  made.set(kind, { about, node });
  return node;
}
