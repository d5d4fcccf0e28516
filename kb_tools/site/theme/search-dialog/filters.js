"use strict";
/* Only articles about this product, for this audience, in this state: one native select each. */
{
  const kb = (globalThis.kb ??= {});
  const { element, clean } = kb.dom;
  const LABELS = Object.freeze({ product: "Product", audience: "Audience", confidence: "Confidence" });
  const ALL = "";

  function makeFilters(changed) {
    const selects = Object.fromEntries(
      kb.address.FILTERS.map((name) => {
        const select = element(
          "select",
          { class: "kb-filter__select", disabled: "", "aria-label": LABELS[name] },
          option(ALL, LABELS[name]),
        );
        select.addEventListener("change", changed);
        return [name, select];
      }),
    );
    const row = element(
      "div",
      { class: "kb-filters", role: "group", "aria-label": "Show only" },
      ...Object.values(selects),
    );
    let several = {}; // more than one value of a filter, from an address: any of them will do

    /** Offer what the articles have: {product: [[value, count], ...], ...}. */
    function fill(facets) {
      for (const [name, select] of Object.entries(selects)) {
        const values = facets[name] ?? [];
        const value = select.value;
        select.replaceChildren(
          select.options[0],
          ...values.map(([value, count]) => option(value, `${value} (${count})`)),
        );
        set(name, value);
        select.disabled = values.length < 2 && select.value === ALL;
      }
    }

    function set(name, value) {
      const select = selects[name];
      const known = Array.from(select.options).find((item) => item.value.toLowerCase() === value.toLowerCase());
      if (!known) select.append(option(value, value));
      select.value = known ? known.value : value;
      select.disabled &&= select.value === ALL;
    }

    /** Filters as the engine takes them: {product: ["vpn"]}. */
    function get() {
      const chosen = {};
      for (const [name, select] of Object.entries(selects)) {
        if (select.value !== ALL)
          chosen[name] = several[name]?.join(", ") === select.value ? several[name] : [select.value];
      }
      return chosen;
    }

    function restore(filters) {
      several = {};
      for (const name of Object.keys(selects)) {
        const values = filters[name] ?? [];
        if (values.length > 1) several[name] = values;
        set(name, values.join(", "));
      }
    }

    return Object.freeze({ row, fill, get, restore });
  }

  function option(value, text) {
    const made = element("option", {}, text);
    made.value = clean(value);
    return made;
  }

  kb.filters = Object.freeze({ LABELS, makeFilters });
}
