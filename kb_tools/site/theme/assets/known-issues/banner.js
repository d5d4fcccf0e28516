"use strict";
/*
 * The known issues on top of every page. They take space only while the page stands at its top; whoever reads further
 * down gets a small button instead, and nothing moves. The focus stays where it is.
 */
{
  const kb = (globalThis.kb ??= {});
  const { day, two } = kb.checkedIssues;
  const FOLDED = "kb-issues-folded";
  const TOLD = "kb-issues-told";
  const OPEN_AT_MOST = 2; // more than that begin folded
  const OUT_OF_DATE = 600_000;
  const AT_TOP = 8; // pixels

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== null));
    return made;
  };
  const counted = (number) => `${number} known ${number === 1 ? "issue" : "issues"}`;

  /** Versions that are kept in a storage; those of issues that are over are forgotten. */
  function kept(storage, name, versions) {
    try {
      const found = JSON.parse(storage().getItem(name));
      return new Map(Array.isArray(found) ? found.filter(([version]) => versions.includes(version)) : []);
    } catch {
      return new Map();
    }
  }

  function keep(storage, name, found) {
    try {
      storage().setItem(name, JSON.stringify([...found]));
    } catch { /* no storage: the next page shows it as if new */ }
  }

  const local = () => localStorage;
  const session = () => sessionStorage;

  /** The time that a text names, in milliseconds; NaN where it names a day or nothing that a program could know. */
  function timeOf(text) {
    const plain = text.replace(/\s+(?=[+-]\d\d(?::?\d\d)?$)/, "").replace(/\s*(?:UTC|GMT|Z)$/i, "Z");
    return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(plain) ? Date.parse(plain.replace(" ", "T")) : NaN;
  }

  /** A time as the reader's own clock has it, with its day where that is not today; any other text as it is. */
  function told(text, now) {
    const then = new Date(timeOf(text ?? ""));
    if (Number.isNaN(then.getTime())) return text;
    const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
    return day(then) === day(now) ? clock : `${day(then)} ${clock}`;
  }

  /** "Next update: 15:00", or that it should have come. */
  function promise(text, now) {
    if (!text) return "";
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text.trim());
    const isOver = isDay ? text.trim() < day(now) : timeOf(text) < now.getTime();
    return isOver ? `The update promised for ${told(text, now)} has not come yet` : `Next update: ${told(text, now)}`;
  }

  /** "As of 14:03, 2 minutes ago." */
  function age(written, at, now) {
    const told = [];
    if (Number.isFinite(written)) {
      const then = new Date(written);
      const minutes = Math.max(0, Math.floor((now - then) / 60_000));
      const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
      const ago = minutes < 1 ? "just now" : minutes < 120 ? `${minutes} ${minutes === 1 ? "minute" : "minutes"} ago`
        : minutes < 2880 ? `${Math.floor(minutes / 60)} hours ago` : `${Math.floor(minutes / 1440)} days ago`;
      told.push(`As of ${day(then) === day(now) ? clock : `${day(then)} ${clock}`}, ${ago}.`);
    }
    if (now - at > OUT_OF_DATE) {
      const then = new Date(at);
      told.push(`Not checked since ${two(then.getHours())}:${two(then.getMinutes())}: this may be out of date.`);
    }
    return told.join(" ");
  }

  /** A link to the article, if it leads into the site. */
  function link({ url, title }, root) {
    if (!url) return null;
    let target = null;
    try {
      target = new URL(url, root);
    } catch {
      return null;
    }
    if (!target.href.startsWith(root)) return null;
    if (target.protocol === "file:" && target.pathname.endsWith("/")) target.pathname += "index.html";
    const made = element("a", "kb-issue__link", "Open the article");
    made.href = target.href;
    made.setAttribute("aria-label", `Open the article: ${title}`);
    return made;
  }

  function row(name, text) {
    return text ? element("p", "kb-issue__row", element("b", "", `${name}: `), text) : null;
  }

  function issueElement(issue, root, now, isFolded, folded) {
    const details = element("details", "kb-issue");
    details.open = !isFolded;
    details.append(
      element("summary", "kb-issue__head", element("span", "kb-issue__badge", "Known issue"), " ",
        element("span", "kb-issue__title", issue.title), " ", element("span", "kb-issue__next", promise(issue.next_update, now))),
      element("div", "kb-issue__body",
        issue.say ? element("blockquote", "kb-issue__say", element("b", "", "Say: "), issue.say) : null,
        row("Work around", issue.workaround), row("Since", told(issue.since, now)), row("Escalate to", issue.escalate_to), link(issue, root)),
    );
    details.addEventListener("toggle", () => folded(issue.version, !details.open));
    return details;
  }

  /** The place of the banner in the page. It stands outside of all that Material replaces when it changes pages. */
  function makeBanner(root) {
    const list = element("div", "kb-issues__list");
    const ageLine = element("p", "kb-issues__age");
    const closer = element("button", "kb-issues__close", "Close");
    const banner = element("aside", "kb-issues", list, element("div", "kb-issues__foot", ageLine, closer));
    banner.setAttribute("aria-label", "Known issues");
    const opener = element("button", "kb-issues-open");
    const status = element("div", "kb-issues-status");
    status.setAttribute("role", "status");
    for (const button of [closer, opener]) button.type = "button";
    opener.setAttribute("aria-expanded", "false");
    banner.hidden = opener.hidden = true;

    let issues = [];
    let written = NaN;
    let at = 0;
    let shown = ""; // what the banner holds
    let seen = ""; // what of it was on the screen
    let wasAtTop = true;
    let isOver = false; // it lies over the page, for whoever is reading further down
    let wasHidden = false;

    const wanted = () => JSON.stringify(issues.map((issue) => [issue, promise(issue.next_update, new Date())]));
    const isAtTop = () => window.scrollY < AT_TOP;

    function mount() {
      if (banner.isConnected) return;
      const before = document.querySelector("body > .md-header, body > header");
      document.body.insertBefore(banner, before ?? document.body.firstChild);
      document.body.append(opener, status);
    }

    function fill() {
      const now = new Date();
      const folded = kept(local, FOLDED, issues.map(({ version }) => version));
      const fold = (version, is) => {
        const found = kept(local, FOLDED, issues.map((each) => each.version));
        keep(local, FOLDED, found.set(version, is));
      };
      list.replaceChildren(...issues.map((issue) =>
        issueElement(issue, root, now, folded.get(issue.version) ?? issues.length > OPEN_AT_MOST, fold)));
      shown = wanted();
    }

    /** Bring the page in line with what is known, without moving what is read. */
    function place() {
      mount();
      // Nothing is taken away under somebody's fingers: that waits for the next look.
      const holdsFocus = banner.contains(document.activeElement);
      if ((isAtTop() || isOver || banner.hidden) && shown !== wanted() && !holdsFocus) fill();
      if (isOver && (isAtTop() || !issues.length)) setOver(false);
      if (isAtTop()) banner.hidden = !issues.length;
      // Whoever reads further down and has seen it on top needs no button; who came in by a link to a heading does.
      opener.hidden = !issues.length || (!isOver && !banner.hidden && (isAtTop() || seen === wanted()));
      wasAtTop = isAtTop();
      opener.textContent = counted(issues.length);
      tick();
    }

    function setOver(yes) {
      isOver = yes;
      banner.classList.toggle("kb-issues--over", yes);
      opener.setAttribute("aria-expanded", String(yes));
      closer.hidden = !yes;
    }

    function tick() {
      const text = age(written, at, new Date());
      if (ageLine.textContent !== text) ageLine.textContent = text;
      ageLine.classList.toggle("kb-issues__age--old", Date.now() - at > OUT_OF_DATE);
    }

    /** Say what is new, once in a session, whatever page it is on. */
    function tell() {
      const versions = issues.map(({ version }) => version);
      const told = kept(session, TOLD, versions);
      const news = issues.filter(({ version }) => !told.has(version));
      if (!news.length) return;
      keep(session, TOLD, versions.map((version) => [version, true]));
      const now = new Date();
      status.textContent = news.slice(0, 3).map((issue) => [`Known issue: ${issue.title}.`, promise(issue.next_update, now)].join(" ")).join(" ");
    }

    opener.addEventListener("click", () => {
      if (isOver) return close();
      if (shown !== wanted()) fill();
      wasHidden = banner.hidden;
      banner.hidden = false;
      setOver(true);
      tick();
    });

    function close() {
      const holdsFocus = banner.contains(document.activeElement);
      // Hidden first: for a moment within the page, it would push away what is read.
      banner.hidden = !isAtTop() && wasHidden;
      setOver(false);
      if (holdsFocus) opener.focus({ preventScroll: true });
      place();
    }
    closer.addEventListener("click", close);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isOver && !event.defaultPrevented && !document.querySelector("dialog[open]")) close();
    });
    window.addEventListener("scroll", () => { if (isAtTop() !== wasAtTop) place(); }, { passive: true });
    new IntersectionObserver(([entry]) => { if (entry.isIntersecting) seen = shown; }).observe(banner);
    setOver(false);

    /** Show these issues: asked for at a time, written at another. */
    function show(found, writtenAt, askedAt) {
      issues = found;
      written = writtenAt;
      at = askedAt;
      place();
      tell();
    }

    return Object.freeze({ show, tick });
  }

  kb.issueBanner = Object.freeze({ makeBanner, age, promise });
}
