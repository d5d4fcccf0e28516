"use strict";
/* A line at the edge of the screen that says what happened, and may take it back. Screen readers read it out. */
{
  const { article } = globalThis.kb;
  const SHOWN = 4000;
  const SHOWN_WITH_ACTION = 12_000;

  function mount(signal) {
    const region = document.createElement("div");
    region.className = "kb-toast";
    region.setAttribute("role", "status");
    document.body.append(region);
    signal.addEventListener("abort", () => region.remove());
    let timer = 0;
    let undo = null;

    function show(message, action = null) {
      clearTimeout(timer);
      undo = action;
      const words = Object.assign(document.createElement("span"), { textContent: message });
      region.replaceChildren(words);
      if (action) {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: action.label });
        button.addEventListener("click", act);
        region.append(button);
      }
      region.classList.add("kb-toast--shown");
      timer = setTimeout(hide, action ? SHOWN_WITH_ACTION : SHOWN);
    }

    function hide() {
      undo = null;
      region.classList.remove("kb-toast--shown");
      region.replaceChildren();
    }

    /** Take it back, where that is still offered. */
    function act() {
      const action = undo;
      clearTimeout(timer);
      hide();
      action?.run();
      return action !== null;
    }

    return Object.freeze({ show, act });
  }

  article.toast = Object.freeze({ mount });
}
