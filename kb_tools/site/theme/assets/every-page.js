"use strict";
/*
 * What each page needs, whatever is on it.
 *
 * - Opened from a folder, a link to `vpn/` would show a list of files: it leads to `vpn/index.html` there.
 * - Material's own script puts wide tables into boxes that scroll but cannot be reached with the keyboard, and buttons at code
 *   blocks into a landmark without a name.
 */
{
  const finish = (content) => {
    for (const box of content.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.querySelector("caption")?.textContent.trim() || "Table");
    }
    for (const [index, bar] of [...content.querySelectorAll(".md-code__nav")].entries()) {
      bar.setAttribute("aria-label", `Code ${index + 1}`);
    }
  };

  const start = () => {
    if (location.protocol === "file:") {
      for (const link of document.querySelectorAll("a[href]")) {
        if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
      }
    }
    const content = document.querySelector(".md-content");
    if (!content) return;
    finish(content);
    new MutationObserver(() => finish(content)).observe(content, { childList: true, subtree: true });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
