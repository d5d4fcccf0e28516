"use strict";
/* The steps of Fix, Do and Workaround can be ticked. A step is known by its words: an edited article ticks no other one. */
{
  const { article } = globalThis.kb;
  const { text } = article;

  /** A short name for a text: FNV-1a over its UTF-16 units. */
  function name(words) {
    let hash = 0x811c9dc5;
    for (let index = 0; index < words.length; index++) hash = Math.imul(hash ^ words.charCodeAt(index), 0x01000193);
    return (hash >>> 0).toString(36);
  }

  /** What is to be done: the first paragraph, without what should be seen then. */
  function action(item) {
    const first = [...item.children].find((child) => !child.matches(".kb-tick"));
    if (first?.matches("p")) return text.plain(first);
    const copy = item.cloneNode(true);
    for (const inner of copy.querySelectorAll("ol, ul, pre, table, .admonition, details")) inner.remove();
    return text.plain(copy);
  }

  /** The heading that a list stands below, where it is not the section's own. */
  function below(list) {
    for (let block = list; block && !block.matches(".kb-section"); block = block.parentElement) {
      for (let above = block.previousElementSibling; above; above = above.previousElementSibling) {
        if (/^H[3-6]$/.test(above.tagName)) return text.plain(above);
        if (/^H[12]$/.test(above.tagName)) return "";
      }
    }
    return "";
  }

  /** Find the steps of a page and give each a box. `ticked` hears of each tick. */
  function mount(page, ticked) {
    const lists = text.sections(page, "workaround", "fix")
      .flatMap((section) => [...section.querySelectorAll("ol")])
      .filter((list) => !list.parentElement.closest("li, blockquote"));
    const used = new Map();
    const steps = [];
    for (const list of lists) {
      list.classList.add("kb-steps");
      list.setAttribute("role", "list"); // some screen readers take a list without markers for none
      const under = lists.length > 1 ? below(list) : "";
      let number = list.start;
      for (const item of list.children) {
        if (item.tagName !== "LI") continue;
        if (item.hasAttribute("value")) number = item.value;
        const words = action(item);
        const count = used.get(words) ?? 0;
        used.set(words, count + 1);
        steps.push({ item, list, number, words, under, id: name(`${words}#${count}`), box: box(item, number++) });
      }
    }
    for (const step of steps) step.box.addEventListener("change", () => ticked(step, step.box.checked));
    return steps;
  }

  function box(item, number) {
    const made = Object.assign(document.createElement("input"), { type: "checkbox" });
    made.setAttribute("aria-label", `Step ${number} done`);
    made.autocomplete = "off"; // the browser's own memory would disagree with ours
    const label = document.createElement("label");
    label.className = "kb-tick";
    label.append(made, Object.assign(document.createElement("span"), { textContent: String(number), ariaHidden: "true" }));
    item.prepend(label);
    return made;
  }

  /** Show what is done. */
  function show(steps, done) {
    const ids = new Set(done);
    for (const step of steps) {
      step.box.checked = ids.has(step.id);
      step.item.classList.toggle("kb-done", step.box.checked);
    }
  }

  article.steps = Object.freeze({ mount, show });
}
