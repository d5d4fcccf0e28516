"use strict";
/* The ticket note: what was looked at, done and found in this call, as plain text or Markdown. Pure functions. */
{
  const { article } = globalThis.kb;

  const two = (number) => String(number).padStart(2, "0");

  /** The reader's time with its zone, such as "2026-10-01 14:05 +02:00". */
  function time(now) {
    const offset = -now.getTimezoneOffset();
    const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}:${two(now.getMinutes())} ${zone}`;
  }

  const reference = ({ id, revision }) => (revision ? `${id} (revision ${revision})` : id);
  const numbered = ({ number, words, under }) => `${under ? `${under}, ` : ""}${number}. ${words}`;
  const indented = (text, by) => text.trim().split("\n").join(`\n${by}`);

  /** `steps`: those that are done; `found`: what the agent typed; `trust`: in words. */
  function plain({ facts, trust, steps, count, found, now }) {
    return lines([
      facts.title,
      `Article: ${reference(facts)}`,
      facts.url && `Address: ${facts.url}`,
      `Trust: ${trust}`,
      `Time: ${time(now)}`,
      count && (steps.length ? `Steps done (${steps.length} of ${count}):` : "Steps done: none"),
      ...steps.map((step) => `  ${numbered(step)}`),
      found.trim() && `Found: ${indented(found, "  ")}`,
      facts.escalateTo && `Escalate to: ${facts.escalateTo}`,
    ]);
  }

  function markdown({ facts, trust, steps, count, found, now }) {
    return lines([
      `**${escaped(facts.title)}**\n`,
      `- Article: ${facts.url ? `[${escaped(reference(facts))}](<${facts.url.replace(/[<>]/g, encodeURIComponent)}>)` : escaped(reference(facts))}`,
      `- Trust: ${escaped(trust)}`,
      `- Time: ${time(now)}`,
      count && (steps.length ? `- Steps done (${steps.length} of ${count}):` : "- Steps done: none"),
      ...steps.map((step) => `    - [x] ${escaped(numbered(step))}`),
      found.trim() && `- Found: ${indented(escaped(found), "  ")}`,
      facts.escalateTo && `- Escalate to: **${escaped(facts.escalateTo)}**`,
    ]);
  }

  const lines = (all) => all.filter((line) => line).join("\n") + "\n";

  /** Text that Markdown shows as it stands. */
  function escaped(text) {
    return text.replace(/[\\`*_[\]<>|~#&]/g, "\\$&").replace(/^(\s*)([-+])(?=\s)/gm, "$1\\$2").replace(/^(\s*\d+)([.)])(?=\s)/gm, "$1\\$2");
  }

  article.note = Object.freeze({ plain, markdown, time });
}
