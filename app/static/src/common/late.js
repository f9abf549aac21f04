// The script of every page, where a page has something more urgent to load first.

let common = null;

/** Load it, once, where a page names it in `data-common-script`; resolves when it
    has run, or cannot be had. */
export function loadCommon() {
  common ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = document.querySelector("[data-common-script]").dataset.commonScript;
    script.onload = resolve;
    script.onerror = resolve;
    document.body.append(script);
  });
  return common;
}
