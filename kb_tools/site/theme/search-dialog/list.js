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

    function show(hits, issues = []) {
      choose(-1);
      box.replaceChildren(...hits.map((data, index) => kb.hit.hit(data, index + 1, base)));
      showIssues(issues);
    }

    /** The same hits and those behind them: what is chosen stays chosen. */
    function extend(hits) {
      const shown = box.querySelectorAll(".kb-hit").length;
      box.append(...hits.slice(shown).map((data, index) => kb.hit.hit(data, shown + index + 1, base)));
    }

    /** Known issues come and go while the list is read: what is chosen stays chosen. */
    function showIssues(issues) {
      const before = box.children[chosen];
      for (const old of box.querySelectorAll(".kb-known")) old.remove();
      box.prepend(...issues.map((issue, index) => kb.known.option(issue, index + 1, base)));
      if (before) {
        before.setAttribute("aria-selected", "false");
        choose([...box.children].indexOf(before));
      }
      box.hidden = !box.children.length;
      input.setAttribute("aria-expanded", String(!box.hidden));
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

    /** What Enter opens: the chosen one, else the first that leads somewhere. */
    const current = () => box.children[chosen] ?? box.querySelector("a");
    const nth = (number) => box.querySelectorAll(".kb-hit")[number - 1] ?? null;

    box.addEventListener("focus", () => {
      if (chosen < 0) choose(0);
    });
    return Object.freeze({ box, show, extend, showIssues, move, current, nth });
  }

  kb.list = Object.freeze({ makeList });
}
