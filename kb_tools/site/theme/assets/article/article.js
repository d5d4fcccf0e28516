"use strict";
/* The page of an article, put together: what each key and button does. */
{
  const { article, trusting } = globalThis.kb;
  const { calls, copying, feedback, keys, note, panel, steps, text, toast } = article;

  /** Say what the header's dates mean today. */
  function judge(line) {
    const { kbConfidence, kbReviewed, kbDays, kbKnown, kbExpires, kbFlags, kbFlagged } = line.dataset;
    const known = trusting.judge(trusting.today(), {
      confidence: kbConfidence, last_reviewed: kbReviewed, review_days: kbDays ? Number(kbDays) : null, expires: kbExpires,
      status: kbKnown ? "known-issue" : "", flags: kbFlags ? [Number(kbFlags), "", kbFlagged] : null,
    });
    line.classList.toggle("kb-trust--stale", known.stale);
    line.querySelector(".kb-badge--stale")?.remove();
    if (known.stale) line.prepend(panel.element("strong", { class: "kb-badge kb-badge--stale" }, `Review overdue since ${known.due}`), " ");
    const issue = line.querySelector(".kb-badge--known");
    if (issue && !known.knownIssue) issue.textContent = `Known issue, over since ${kbExpires}`;
    issue?.classList.toggle("kb-badge--over", !known.knownIssue);
    return trusting.asJson(known).summary;
  }

  function mount(head) {
    const page = head.parentElement;
    const stopper = new AbortController();
    const { signal } = stopper;
    article.stop = () => stopper.abort();

    const facts = text.facts(head);
    const line = head.querySelector(".kb-trust");
    let summary = judge(line);
    // The page may stay open for days.
    document.addEventListener("visibilitychange", () => { summary = judge(line); }, { signal });

    const bar = toast.mount(signal);
    const call = calls.open(facts.id, {
      signal,
      changed: () => refresh(),
      lost: () => bar.show("This browser keeps nothing: your notes are gone when you leave the page."),
    });

    let current = null; // the list that digits mean
    const all = steps.mount(page, (step, done) => {
      current = step.list;
      call.tick(step.id, done);
    });

    const content = (found = call.now.found) => ({
      facts, trust: summary, count: all.length, found, now: new Date(),
      steps: all.filter((step) => call.now.steps.includes(step.id)),
    });
    const copyNote = (make, name) => async () => {
      const ok = await copying.copy(make(content()));
      if (!ok) field.show();
      bar.show(ok ? `Ticket note copied${name}` : "The browser does not let this page copy. Select the note, and copy it.");
    };
    const copyPlain = copyNote(note.plain, "");
    const copyMarkdown = copyNote(note.markdown, " as Markdown");
    const field = panel.note({ signal, copyPlain, copyMarkdown, typed: (found) => call.set({ found }) });

    async function copyWords(words, message) {
      if (!words) return bar.show("This article has no words to say.");
      bar.show((await copying.copy(words)) ? message : "The browser does not let this page copy.");
    }

    /** Words for somebody who writes: the steps only where the article is for everybody's eyes. */
    function reply() {
      const isPublic = facts.audience === "public";
      const done = isPublic ? all.map((step) => `${step.number}. ${step.words}`).join("\n") : "";
      return [text.forCaller(page), done, isPublic ? facts.url : ""].filter(Boolean).join("\n\n");
    }

    function newCall() {
      const before = call.clear();
      current = null;
      field.hide();
      bar.show("A new call: nothing is ticked or noted.", { label: "Undo", run: () => call.set(before) });
    }

    function tick(digit) {
      const list = current ?? all[0]?.list;
      const step = all.find((each) => each.list === list && each.number === Number(digit));
      if (!step) return;
      step.box.click();
      step.item.scrollIntoView({ block: "nearest" });
      bar.show(`Step ${digit} ${step.box.checked ? "done" : "not done"}`);
    }

    const hasSay = text.sections(page, "say").length > 0;
    const commands = [
      { name: "Ticket note", keys: ["t"], run: copyPlain, more: "copy the ticket note" },
      { name: "as Markdown", keys: ["T"], shown: ["Shift+T"], run: copyMarkdown, more: "copy the ticket note as Markdown", isHidden: true },
      { name: "What you found", keys: ["w"], run: field.show, more: "note what you found, and see the ticket note" },
      { name: "Copy “Say”", keys: ["c"], run: () => copyWords(text.toSay(page), "What to say is copied"), more: "copy what to say", isLeftOut: !hasSay },
      { name: "E-mail", keys: ["e"], run: () => panel.element("a", { href: feedback.mail(facts.title, reply()) }).click(), more: "write a reply by e-mail", isLeftOut: !hasSay },
      { name: "Copy the reply", keys: ["E"], shown: ["Shift+E"], run: () => copyWords(reply(), "The reply is copied"), more: "copy the reply instead", isHidden: true, isLeftOut: !hasSay },
      { name: "Step", keys: [..."123456789"], shown: ["1", "…", "9"], run: tick, more: "tick a step", isHidden: true, isLeftOut: !all.length },
      { name: "New call", keys: ["0"], run: newCall, more: "a new call: clear what was ticked and noted" },
      { name: "Undo", keys: ["u"], run: () => bar.act(), more: "take that back", isHidden: true },
      { name: "Keys", keys: ["?"], isShort: true, run: () => help.show(), more: "this list", always: true },
    ].filter((command) => !command.isLeftOut);
    const setting = calls.setting("single-keys");
    const help = panel.help({ signal, setting, commands: [...commands, { keys: ["/"], name: "search" }] });
    keys.mount(commands, { isOn: () => setting.isOn, signal });

    const progress = panel.element("span", { class: "kb-progress" });
    head.querySelector(".kb-tools").replaceChildren(...commands.filter((command) => !command.isHidden).map(panel.button), progress);
    feedback.mount(page, (withFound) => ({
      ...facts, found: call.now.found,
      note: note.plain(content(withFound ? undefined : "")), markdown: note.markdown(content(withFound ? undefined : "")),
    }), signal);

    function refresh() {
      steps.show(all, call.now.steps);
      field.update(call.now.found, note.plain(content()));
      const done = all.filter((step) => step.box.checked).length;
      progress.textContent = all.length ? `${done} of ${all.length} steps done` : "";
    }
    refresh();
  }

  const head = document.querySelector("[data-kb-article]");
  if (head) mount(head);
}
