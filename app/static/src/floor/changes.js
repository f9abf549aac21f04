// What the service says has changed, put into the document that the page has.

/** The document after one piece of news; null where the news does not follow on it. */
function after(document, { version, since, plan, spaces }) {
  if (document.version >= version) return document;
  if (!spaces || document.version !== since || JSON.stringify(document.plan) !== JSON.stringify(plan)) return null;
  const changed = new Map(spaces.map((space) => [space.id, space]));
  return { ...document, version, spaces: document.spaces.map((space) => changed.get(space.id) ?? space) };
}

/** The document with all that is new in it, the newest last; null where some of that is not known. */
export function amended(document, { before, ...newest }) {
  return [...before, newest].reduce((so, news) => so && after(so, news), document);
}
