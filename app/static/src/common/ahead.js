// Has parts of a script at hand before they are needed.

/** Fetch files for `import()`, and read them only then: reading takes a slow processor a while. */
export function fetchAhead(addresses) {
  for (const href of addresses) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "prefetch", href });
    document.head.append(link);
  }
}
