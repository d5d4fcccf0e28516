"use strict";
/* What comes from outside becomes known issues of the right shape, or nothing: any server may answer anything. */
{
  // A heading "kb" has that for its id, and is globalThis.kb as long as nothing else is.
  const kb = Object.hasOwn(globalThis, "kb") ? globalThis.kb : (globalThis.kb = {});
  const FORMAT = 1;
  const MOST = 50;
  const MOST_TEXTS = 100;
  const LONGEST = 1000;
  // Control characters and direction marks: a text must not steer how the reader's screen shows it. Line ends stay.
  const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

  const text = (value) => (typeof value === "string" ? value.slice(0, LONGEST).replace(CONTROL, "").trim() : "");
  const texts = (value) => (Array.isArray(value) ? value.slice(0, MOST_TEXTS).map(text).filter(Boolean) : []);
  const own = (value, name) => (Object.hasOwn(value, name) ? value[name] : undefined);

  /** One known issue; null where it is none. */
  function issue(value) {
    if (value === null || typeof value !== "object") return null;
    const title = text(own(value, "title"));
    if (!title) return null;
    const found = { title };
    for (const name of ["id", "url", "since", "next_update", "expires", "workaround", "say", "escalate_to", "version"]) {
      found[name] = text(own(value, name));
    }
    for (const name of ["products", "symptoms", "error_codes"]) found[name] = texts(own(value, name));
    found.version ||= `${title} ${found.next_update}`;
    return Object.freeze(found);
  }

  /** The known issues in a file, and when it was written (a time in milliseconds, or NaN); null where it is no such file. */
  function checked(value) {
    if (value === null || typeof value !== "object" || own(value, "format") !== FORMAT) return null;
    const listed = own(value, "issues");
    if (!Array.isArray(listed)) return null;
    const issues = [];
    const seen = new Set();
    for (const each of listed.slice(0, MOST)) {
      const found = issue(each);
      if (found && !seen.has(found.version)) issues.push(found);
      if (found) seen.add(found.version);
    }
    return Object.freeze({ written: Date.parse(text(own(value, "written"))), issues: Object.freeze(issues) });
  }

  const two = (number) => String(number).padStart(2, "0");
  const day = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;

  /** Those that hold today: as article/trust.py has it, the day on which they expire is the last one. */
  const open = (issues, now) => issues.filter(({ expires }) => !/^\d{4}-\d\d-\d\d$/.test(expires) || day(now) <= expires);

  kb.checkedIssues = Object.freeze({ checked, open, day, two });
}
