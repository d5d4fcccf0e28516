"use strict";
/* The list of hits, and which of them is chosen: a listbox whose focus may stay in the input (ARIA combobox). */
{
  const kb = (globalThis.kb ??= {});

  function makeList(input, base) {
    const box = kb.dom.element("div", {
      class: "kb-hits",
      id: "kb-hits",
      role: "listbox",
      "aria-label": "Articles",
      tabindex: "0",
      hidden: "",
    });
    let chosen = -1;

    function show(hits) {
      choose(-1);
      box.replaceChildren(...hits.map((data, index) => kb.hit.hit(data, index + 1, base)));
      box.hidden = !hits.length;
      input.setAttribute("aria-expanded", String(hits.length > 0));
    }

    /** Choose the hit at *index*; none with -1. */
    function choose(index) {
      box.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = index;
      const option = box.children[chosen];
      for (const holder of [input, box]) {
        if (option) holder.setAttribute("aria-activedescendant", option.id);
        else holder.removeAttribute("aria-activedescendant");
      }
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
    }

    /** One down or up; above the first is none, so that "up" leads back to what was typed. */
    function move(step) {
      const places = box.children.length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    }

    /** The link of the hit that Enter opens: the chosen one, else the first. */
    const current = () => box.children[Math.max(chosen, 0)] ?? null;
    const nth = (number) => box.children[number - 1] ?? null;

    box.addEventListener("focus", () => {
      if (chosen < 0) choose(0);
    });
    return Object.freeze({ box, show, choose, move, current, nth });
  }

  kb.list = Object.freeze({ makeList });
}
