// At the old address of an article: go to where it is now, and keep what stands behind # and ?.
"use strict";
{
  const link = document.querySelector("link[rel=canonical]");
  const target = new URL(document.currentScript.dataset.kbTo ?? link.getAttribute("href"), location);
  target.search = location.search;
  target.hash = location.hash;
  location.replace(target);
}
