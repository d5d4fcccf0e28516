"use strict";
/*
 * "Did this fix it?" and "This is wrong" lead to the team's tracker or mailbox with everything filled in. What the agent
 * typed goes into a mail, which the agent reads before sending it; into a tracker's address only where the team has
 * asked for {found}, since opening the address already hands it over.
 */
{
  const { article } = globalThis.kb;
  const LONGEST = 1800; // characters of a mail's address; some mail programs cut off more

  const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

  /** An address with its placeholders filled in. */
  function filled(target, values) {
    return target.replace(/\{(\w+)\}/g, (_, name) => encoded(values[name] ?? ""));
  }

  /** A mail with as much of the text as fits. */
  function mail(subject, body) {
    const lines = body.trim().split("\n");
    const address = (count) => `mailto:?subject=${encoded(subject)}&body=${encoded(lines.slice(0, count).join("\r\n") + (count < lines.length ? "\r\n…" : ""))}`;
    let count = lines.length;
    while (count > 1 && address(count).length > LONGEST) count--;
    return address(count);
  }

  /** Fill the links in when they are used; `values(withFound)` tells with what. */
  function mount(page, values, signal) {
    for (const link of page.querySelectorAll("a[data-kb-target]")) {
      const { kbTarget: target, kbAnswer: answer = "" } = link.dataset;
      const isMail = /^mailto:/i.test(target);
      const fill = () => { link.href = filled(target, { ...values(isMail), answer }); };
      for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, fill, { signal });
      if (isMail) link.removeAttribute("target");
    }
  }

  article.feedback = Object.freeze({ filled, mail, mount });
}
