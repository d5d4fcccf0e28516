"use strict";
/* What stands in the page, as plain text: the words to say, the steps, the facts of the header. */
{
  const kb = (globalThis.kb ??= {});
  kb.article?.stop?.(); // the page before this one, where the theme changes pages without loading them
  const article = (kb.article = {});

  const squeezed = (text) => text.replace(/\s+/g, " ").trim();

  /** The text of an element without what the theme and we have put into it. */
  function plain(element) {
    const copy = element.cloneNode(true);
    for (const added of copy.querySelectorAll(".headerlink, .kb-tick, .md-clipboard, button")) added.remove();
    return squeezed(copy.textContent);
  }

  const sections = (page, ...kinds) => kinds.flatMap((kind) => [...page.querySelectorAll(`.kb-section.kb-${kind}`)]);

  /** The paragraphs and items of a section, one text each. */
  function paragraphs(section) {
    const blocks = [...section.querySelectorAll("p, li, pre, td")].filter((block) => !block.querySelector("p, li, pre"));
    return blocks.map(plain).filter(Boolean);
  }

  /** A paragraph that is nothing but a quotation, without its marks; others stay as they are. */
  function unquoted(text) {
    const found = /^["“„«]([^"“”„«»]*)["”“»]$/.exec(text);
    return found ? found[1] : text;
  }

  /** What is to be said, to be read out or sent. */
  function toSay(page) {
    return sections(page, "say").flatMap(paragraphs).map(unquoted).join("\n\n");
  }

  /** Only the words meant for the caller: what stands in quotation marks, or everything where nothing does. */
  function forCaller(page) {
    const texts = sections(page, "say").flatMap(paragraphs);
    const quoted = texts.flatMap((text) => [...text.matchAll(/["“„«]([^"“”„«»]+)["”“»]/g)].map((found) => found[1]));
    return (quoted.length ? quoted : texts).join("\n\n");
  }

  /** The facts of the header, as kb_tools/site/page.py knows them. */
  function facts(head) {
    const { kbArticle: id, kbRevision: revision, kbPath: path, kbTitle: title, kbAudience: audience, kbOwner: owner } = head.dataset;
    return { id, revision, path, title, audience, owner, escalateTo: head.dataset.kbEscalateTo, url: address(head.dataset.kbUrl) };
  }

  /** Where others can open the page: not below a folder of this computer. */
  function address(canonical) {
    if (canonical) return canonical;
    return location.protocol.startsWith("http") ? location.origin + location.pathname : "";
  }

  article.text = Object.freeze({ squeezed, plain, sections, toSay, forCaller, facts });
}
