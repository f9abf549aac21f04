// The script of every page, where a page has something more urgent to load first.

let isAsked = false;

/** Load it now, once; the page names it in `data-common-script`. */
export function loadCommon() {
  if (isAsked) return;
  isAsked = true;
  const script = document.createElement("script");
  script.src = document.querySelector("[data-common-script]").dataset.commonScript;
  document.body.append(script);
}
