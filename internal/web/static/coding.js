// The desk at which a stretch of a contact is coded with the keyboard: a clock or
// a film from the coder's own disk, a key for each code, undo, pause. Each press is
// an entry that is kept in the browser at once and sent in the background. What is
// kept there are codes and times under the stretch's number, nothing of a family,
// and it is deleted when the server has it. A film never leaves the computer.
"use strict";
(() => {
  /** @typedef {{id: string, device: string, seq: number, at: number, deed: string, code?: string, of?: string, wall: number}} Entry */
  /** @typedef {{entry: string, stop: string, code: string, from: number, to: number, row: HTMLTableRowElement}} Line */
  /** @typedef {{entry: string, code: string, since: number}} Running */
  /** @typedef {{entry: string, deed: string, code?: string, at: number}} Reach what undo or redo would reach */
  /** @typedef {{entry: Entry, what: string, back: () => void, again: () => void, undo: string}} Done */

  if (!document.querySelector("[data-desk]")) return;

  const doubleTap = 500;   // ms within which a second press of a state is a slip
  const soon = 1500;       // ms after a press until it is sent
  const again = 8000;      // ms until the next try when it did not go
  const batch = 500;       // entries sent at a time

  /** @template {Element} T @param {string} selector @param {ParentNode} [within] @returns {T} */
  const one = (selector, within = document) => /** @type {T} */ (within.querySelector(selector));
  const desk = /** @type {HTMLElement} */ (one("[data-desk]"));
  const words = /** @type {HTMLTemplateElement} */ (one("[data-words]", desk)).content;
  /** @param {string} name @param {Record<string, string>} [fill] */
  const word = (name, fill = {}) => Object.entries(fill).reduce((s, [k, v]) => s.replace(`{${k}}`, v), one(`[data-w="${name}"]`, words).textContent || "");

  const segment = desk.dataset.segment || "";
  const prefix = `samspil-koder-${segment}-`;
  const device = kept("samspil-bord-" + segment, () => "d" + crypto.randomUUID().slice(0, 8));
  const shelf = prefix + device;
  let seq = Number(sessionStorage.getItem("samspil-nr-" + segment) || "0");

  /** @param {string} key @param {() => string} make */
  function kept(key, make) {
    const was = sessionStorage.getItem(key);
    if (was) return was;
    const made = make();
    sessionStorage.setItem(key, made);
    return made;
  }

  // --- What has been coded ----------------------------------------------------

  /** @type {Map<string, HTMLButtonElement>} */
  const keys = new Map();
  desk.querySelectorAll("[data-code]").forEach((b) => keys.set(/** @type {HTMLElement} */ (b).dataset.code || "", /** @type {HTMLButtonElement} */ (b)));
  const body = one("[data-lines]");
  /** @type {Line[]} */
  let lines = [];
  /** @type {Map<string, Running>} */
  const running = new Map();
  /** @type {Map<string, number>} when a state was last begun or ended, on the stretch's clock */
  const tapped = new Map();
  /** @type {Done[]} */
  let done = [];
  /** @type {Done[]} */
  let undone = [];
  /** @type {number | null} */
  let pausedAt = desk.hasAttribute("data-paused") ? Number(desk.dataset.end) : null;
  let latest = Number(desk.dataset.end || "0");
  let typedEnd = false; // the person wrote when the stretch ends; that stands
  let askState = false; // what was coded out of order is best told by the server

  /** @param {string} code */
  const nameOf = (code) => keys.get(code)?.dataset.name || code;
  /** @param {number} ms */
  const running_ = (ms) => {
    const s = Math.floor(Math.max(0, ms) / 1000), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
  };
  /** @param {number} ms */
  const lengthOf = (ms) => {
    if (ms < 60000) return word("seconds", { s: ms < 10000 ? (Math.round(ms / 100) / 10).toLocaleString(document.documentElement.lang) : String(Math.floor(ms / 1000)) });
    const m = String(Math.floor(ms / 60000)), s = Math.floor(ms / 1000) % 60;
    return s ? word("both", { m, s: String(s) }) : word("minutes", { m });
  };
  /** @param {string} text @returns {number | null} */
  const readTime = (text) => {
    const m = text.trim().match(/^(?:(\d{1,2})[:.])?(\d{1,3})[:.](\d{2})(?:,(\d{1,3}))?$|^(\d{1,5})(?:,(\d{1,3}))?$/);
    if (!m) return null;
    const part = Number(((m[4] || m[6] || "") + "000").slice(0, 3));
    if (m[5]) return Number(m[5]) * 1000 + part;
    if (Number(m[3]) > 59) return null;
    return (Number(m[1] || 0) * 3600 + Number(m[2]) * 60 + Number(m[3])) * 1000 + part;
  };

  // --- The clock ----------------------------------------------------------------

  const video = /** @type {HTMLVideoElement} */ (one("[data-video]", desk));
  const speed = /** @type {HTMLSelectElement} */ (one("[data-speed]", desk));
  const offsetField = /** @type {HTMLInputElement} */ (one("[data-film-offset]", desk));
  let film = "";                 // the address of the chosen film in this browser
  let offset = 0;                // where in the film the stretch begins, ms
  let stood = Math.max(latest, Number(sessionStorage.getItem("samspil-ur-" + segment) || "0"));
  let since = 0;                 // performance.now() when the clock was started; 0 while it stands
  const longest = Number(desk.dataset.longest || "0");

  const now = () => {
    const ms = film ? video.currentTime * 1000 - offset : stood + (since ? (performance.now() - since) * Number(speed.value) : 0);
    return Math.min(Math.max(0, Math.round(ms)), longest);
  };
  const goes = () => film ? !video.paused : since > 0;
  /** @param {number} ms */
  function jumpTo(ms) {
    if (film) video.currentTime = Math.max(0, ms + offset) / 1000;
    else { stood = Math.min(Math.max(0, ms), longest); if (since) since = performance.now(); }
    show();
  }
  function startOrStop() {
    if (film) { if (video.paused) video.play().catch(() => {}); else video.pause(); }
    else if (since) { stood = now(); since = 0; } else since = performance.now();
    setTimeout(show, 0);
  }

  // --- Deeds --------------------------------------------------------------------

  let ago = false;
  /** @param {string} deed @param {number} at @param {{code?: string, of?: string}} [more] @returns {Entry} */
  function entry(deed, at, more = {}) {
    seq += 1;
    sessionStorage.setItem("samspil-nr-" + segment, String(seq));
    /** @type {Entry} */
    const e = { id: crypto.randomUUID(), device, seq, at, deed, ...more, wall: Date.now() };
    queue.push(e);
    keep();
    later(soon);
    if (at < latest) askState = true;
    latest = Math.max(latest, at);
    return e;
  }

  /** @param {Entry} e @param {string} what @param {() => void} back @param {() => void} forth */
  function did(e, what, back, forth) {
    done.push({ entry: e, what, back, again: forth, undo: "" });
    undone = [];
  }

  /** @param {string} code */
  function tap(code) {
    const key = keys.get(code);
    if (!key) return;
    const at = Math.max(0, now() - (ago ? 2000 : 0));
    setAgo(false);
    if (at >= longest) { say(word("long")); return; }
    if (pausedAt !== null && at >= pausedAt) { say(word("paused")); return; }
    if (!key.hasAttribute("data-state")) {
      const e = entry("point", at, { code });
      const line = newLine(e.id, "", code, at, at);
      did(e, `${nameOf(code)}, ${running_(at)}`, () => remove(line), () => add(line));
      add(line);
      flash(key, word("kept", { at: running_(at) }));
      say(word("said", { what: nameOf(code), at: running_(at) }));
    } else {
      const last = tapped.get(code);
      if (last !== undefined && Math.abs(at - last) < doubleTap) return;
      const on = running.get(code);
      if (on) stop(on, at); else start(key, code, at);
    }
    show();
  }

  /** @param {HTMLButtonElement} key @param {string} code @param {number} at */
  function start(key, code, at) {
    const ended = (key.dataset.ends || "").split(" ").flatMap((c) => running.get(c) ?? []).filter((r) => r.since < at);
    const e = entry("start", at, { code });
    const on = { entry: e.id, code, since: at };
    const closed = ended.map((r) => newLine(r.entry, "", r.code, r.since, at));
    const forth = () => { ended.forEach((r) => running.delete(r.code)); closed.forEach(add); running.set(code, on); };
    did(e, `${nameOf(code)}, ${running_(at)}`, () => { running.delete(code); closed.forEach(remove); ended.forEach((r) => running.set(r.code, r)); }, forth);
    forth();
    tapped.set(code, at);
    say(word("began", { what: nameOf(code), at: running_(at) }));
  }

  /** @param {Running} on @param {number} at */
  function stop(on, at) {
    if (at <= on.since) { say(word("earlier")); return; }
    const e = entry("stop", at, { code: on.code });
    const line = newLine(on.entry, e.id, on.code, on.since, at);
    const forth = () => { running.delete(on.code); add(line); };
    did(e, `${nameOf(on.code)}, ${running_(at)}`, () => { remove(line); running.set(on.code, on); }, forth);
    forth();
    tapped.set(on.code, at);
    say(word("ended", { what: nameOf(on.code), at: running_(at) }));
  }

  function pause() {
    const at = now(), was = pausedAt;
    if (was !== null && at <= was) { say(word("paused")); return; }
    const e = entry(was === null ? "pause" : "resume", at);
    const forth = () => { pausedAt = was === null ? at : null; };
    did(e, `${word(was === null ? "pause" : "resume")}, ${running_(at)}`, () => { pausedAt = was; }, forth);
    forth();
    say(was === null ? word("paused") : word("resume"));
    show();
  }

  function undo() {
    const d = done.pop();
    if (!d) { say(word("nothing")); return; }
    d.undo = entry("undo", d.entry.at, { of: d.entry.id }).id;
    tapped.delete(d.entry.code || "");
    d.back();
    undone.push(d);
    say(word("undone", { what: d.what }));
    show();
  }

  function redo() {
    const d = undone.pop();
    if (!d) { say(word("nothing")); return; }
    entry("redo", d.entry.at, { of: d.undo });
    d.again();
    done.push(d);
    say(word("redone", { what: d.what }));
    show();
  }

  /** @param {boolean} on */
  function setAgo(on) {
    ago = on;
    one("[data-do=ago]", desk).setAttribute("aria-pressed", String(on));
    if (on) say(word("ago"));
  }

  // --- The list -----------------------------------------------------------------

  /** @param {string} id @param {string} stopID @param {string} code @param {number} from @param {number} to @returns {Line} */
  function newLine(id, stopID, code, from, to) {
    const row = document.createElement("tr");
    const line = { entry: id, stop: stopID, code, from, to, row };
    fillRow(line);
    return line;
  }

  /** @param {Line} line */
  function fillRow(line) {
    const name = nameOf(line.code), at = running_(line.from);
    const cells = [0, 1, 2, 3].map(() => document.createElement("td"));
    cells[0].className = "number";
    cells[0].append(button(at, "link-button", () => jumpTo(line.from), word("gonetime", { at }), "to"));
    const dot = document.createElement("span");
    dot.className = "desk-dot desk-dot-" + (keys.get(line.code)?.dataset.subject || "");
    dot.setAttribute("aria-hidden", "true");
    cells[1].append(dot, name);
    cells[2].textContent = line.to > line.from ? lengthOf(line.to - line.from) : "";
    cells[3].append(button(word("fix"), "link-button", () => edit(line), `${word("fix")}: ${name} ${at}`, "fix"), " ",
      button(word("drop"), "link-button", () => drop(line), `${word("drop")}: ${name} ${at}`, "drop"));
    line.row.replaceChildren(...cells);
  }

  /** @param {string} text @param {string} look @param {() => void} deed @param {string} label @param {string} kind */
  function button(text, look, deed, label, kind) {
    const b = document.createElement("button");
    b.type = "button";
    b.className = look;
    b.textContent = text;
    b.dataset.in = kind;
    if (label !== text) b.setAttribute("aria-label", label);
    b.addEventListener("click", deed);
    return b;
  }

  /** @param {Line} line */
  function add(line) {
    let i = lines.length;
    while (i > 0 && lines[i - 1].from > line.from) i -= 1;
    body.insertBefore(line.row, lines[i]?.row ?? null);
    lines.splice(i, 0, line);
  }

  /** @param {Line} line */
  function remove(line) {
    lines = lines.filter((l) => l !== line);
    line.row.remove();
  }

  /** @param {Line} line */
  function drop(line) {
    const near = lines[lines.indexOf(line) + 1] || lines[lines.indexOf(line) - 1];
    entry("undo", line.from, { of: line.entry });
    if (line.stop) entry("undo", line.to, { of: line.stop });
    remove(line);
    askState = true;
    done = done.filter((d) => d.entry.id !== line.entry && d.entry.id !== line.stop);
    say(word("undone", { what: `${nameOf(line.code)}, ${running_(line.from)}` }));
    show();
    /** @type {HTMLElement | null} */ (near ? one("[data-in=drop]", near.row) : one("[data-do=undo]", desk))?.focus();
  }

  // A line is corrected where it stands: Enter keeps it, Escape lets it be.
  /** @param {Line} line */
  function edit(line) {
    const state = line.to > line.from;
    const cell = document.createElement("td");
    cell.colSpan = 4;
    const at = input(tenths(line.from), word("from")), until = input(tenths(line.to), word("until"));
    const what = document.createElement("select");
    what.className = "form-select";
    what.setAttribute("aria-label", word("what"));
    for (const [code, key] of keys) {
      if (key.hasAttribute("data-state") === state) what.add(new Option(nameOf(code), code, false, code === line.code));
    }
    const trouble = document.createElement("p");
    trouble.setAttribute("role", "alert");
    const close = () => { fillRow(line); /** @type {HTMLElement} */ (one("[data-in=fix]", line.row)).focus(); };
    const save = () => {
      const from = readTime(at.value), to = state ? readTime(until.value) : from;
      if (from === null || to === null) { trouble.textContent = word("unreadable"); return; }
      if (from > longest || to > longest) { trouble.textContent = word("long"); return; }
      if (state && to <= from) { trouble.textContent = word("order"); return; }
      replace(line, what.value, from, to);
      close();
    };
    const box = document.createElement("div");
    box.className = "desk-edit";
    box.append(at, ...(state ? [until] : []), what, button(word("save"), "button button-primary button-small", save, word("save"), "save"),
      button(word("cancel"), "link-button", close, word("cancel"), "cancel"), trouble);
    box.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && e.target instanceof HTMLInputElement) { e.preventDefault(); save(); }
      if (e.key === "Escape") { e.preventDefault(); close(); }
    });
    cell.append(box);
    line.row.replaceChildren(cell);
    at.focus();
    at.select();
  }

  /** @param {Line} line @param {string} code @param {number} from @param {number} to */
  function replace(line, code, from, to) {
    const state = line.to > line.from;
    line.entry = entry(state ? "start" : "point", from, { code, of: line.entry }).id;
    if (state) line.stop = entry("stop", to, line.stop ? { code, of: line.stop } : { code }).id;
    remove(line);
    Object.assign(line, { code, from, to });
    add(line);
    done = [];
    undone = [];
    askState = true;
  }

  /** @param {string} value @param {string} label */
  function input(value, label) {
    const field = document.createElement("input");
    field.className = "form-input width-xs";
    field.value = value;
    field.autocomplete = "off";
    field.setAttribute("aria-label", label);
    return field;
  }

  /** @param {number} ms */
  function tenths(ms) {
    const t = Math.floor(ms / 100) % 10;
    return running_(ms) + (t ? "," + t : "");
  }

  // --- What is shown --------------------------------------------------------------

  const status = one("[data-status]", desk), trouble = /** @type {HTMLElement} */ (one("[data-trouble]", desk));
  /** @param {string} text */
  function say(text) { one("[data-said]", desk).textContent = text; }

  /** @param {HTMLElement} key @param {string} text */
  function flash(key, text) {
    key.classList.add("is-kept");
    key.dataset.kept = text;
    setTimeout(() => { key.classList.remove("is-kept"); delete key.dataset.kept; }, 900);
  }

  function tick() {
    const at = now();
    one("[data-now]", desk).textContent = running_(at);
    for (const [code, on] of running) {
      const line = one("[data-key-state]", /** @type {HTMLElement} */ (keys.get(code)));
      const text = word("on", { since: running_(at - on.since) });
      if (line && line.textContent !== text) line.textContent = text;
    }
  }

  function show() {
    const at = now();
    for (const [code, key] of keys) {
      const on = running.has(code);
      if (!key.hasAttribute("data-state")) continue;
      key.classList.toggle("is-on", on);
      key.setAttribute("aria-pressed", String(on));
      if (!on) one("[data-key-state]", key).textContent = word("off");
    }
    one("[data-go-words]", desk).textContent = word(goes() ? "stop" : "start");
    one("[data-do=go]", desk).classList.toggle("is-on", goes());
    one("[data-pause-words]", desk).textContent = word(pausedAt === null ? "pause" : "resume");
    one("[data-do=pause]", desk).setAttribute("aria-pressed", String(pausedAt !== null));
    /** @type {HTMLElement} */ (one("[data-paused-line]", desk)).hidden = pausedAt === null;
    one("[data-do=undo]", desk).setAttribute("aria-disabled", String(done.length === 0));
    one("[data-do=redo]", desk).setAttribute("aria-disabled", String(undone.length === 0));
    const last = lines.slice(-5).map((l) => {
      const item = document.createElement("li");
      item.textContent = word("said", { what: nameOf(l.code), at: running_(l.from) });
      return item;
    });
    one("[data-last]", desk).replaceChildren(...last);
    /** @type {HTMLElement} */ (one("[data-no-lines]")).hidden = lines.length > 0;
    /** @type {HTMLElement} */ (one(".desk-lines")).hidden = lines.length === 0;
    one("[data-count]").textContent = String(lines.length);
    const end = /** @type {HTMLInputElement} */ (one("[data-end-at]"));
    if (!typedEnd && document.activeElement !== end) end.value = running_(Math.ceil(Math.max(latest, at) / 1000) * 1000);
    one("[data-end-running]").textContent = [...running.values()].map((r) => word("began", { what: nameOf(r.code), at: running_(r.since) })).join(". ");
    tick();
  }

  // --- Sending --------------------------------------------------------------------

  /** @type {Entry[]} what waits in this tab */
  let queue = [];
  let timer = 0, busy = false, closed = false, failed = false;

  /** Everything that waits in this browser for this stretch, also from a tab that was closed. */
  function unsent() {
    const all = [...queue];
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix) || key === shelf) continue;
      try { all.push(...JSON.parse(localStorage.getItem(key) || "[]")); } catch { localStorage.removeItem(key); }
    }
    return all;
  }
  function keep() {
    if (queue.length > 0) localStorage.setItem(shelf, JSON.stringify(queue)); else localStorage.removeItem(shelf);
  }
  /** @param {Set<string>} ids */
  function forget(ids) {
    queue = queue.filter((e) => !ids.has(e.id));
    keep();
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix) || key === shelf) continue;
      const rest = JSON.parse(localStorage.getItem(key) || "[]").filter((/** @type {Entry} */ e) => !ids.has(e.id));
      if (rest.length > 0) localStorage.setItem(key, JSON.stringify(rest)); else localStorage.removeItem(key);
    }
  }
  /** @param {number} ms */
  function later(ms) { clearTimeout(timer); timer = window.setTimeout(send, ms); }

  /** @returns {Promise<boolean>} whether everything is with the server */
  async function send() {
    if (busy || closed) return false;
    const all = unsent();
    if (all.length === 0 && !askState) return true;
    busy = true;
    const part = all.slice(0, batch), asked = askState;
    try {
      status.textContent = word("saving");
      const fields = new URLSearchParams({ entries: JSON.stringify(part), device, state: asked ? "1" : "" });
      const answer = await fetch(desk.dataset.save || "", { method: "POST", body: fields, headers: { Accept: "application/json" } });
      if (answer.status === 401) { failed = true; status.textContent = word("signedout", { n: String(all.length) }); later(again); return false; }
      if (!answer.ok) throw new Error(String(answer.status));
      const got = await answer.json();
      document.dispatchEvent(new Event("samspil-seen"));
      forget(new Set(got.verdicts.map((/** @type {{id: string}} */ v) => v.id)));
      refused(got.verdicts);
      if (got.state && unsent().length === 0) { askState = false; take(got.state); }
      status.textContent = word("saved", { at: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }) });
    } catch {
      failed = true;
      status.textContent = word("unsent", { n: String(all.length) });
      later(again);
      return false;
    } finally {
      busy = false;
    }
    if (unsent().length > 0 || askState && !closed) { later(50); return false; }
    return true;
  }

  /** Waits until everything is with the server, or until it is clear that it will not be. */
  async function allSent() {
    for (let i = 0; i < 60 && unsent().length > 0; i += 1) {
      failed = false;
      await send();
      if (failed) return false;
      await new Promise((go) => { setTimeout(go, 200); });
    }
    return unsent().length === 0;
  }

  /** @param {{id: string, result: string, why?: string}[]} verdicts */
  function refused(verdicts) {
    const bad = verdicts.filter((v) => v.why);
    if (bad.length === 0) return;
    askState = true;
    trouble.hidden = false;
    const text = document.createElement("p");
    text.textContent = `${word("refused", { n: String(bad.length) })} ${[...new Set(bad.map((v) => v.why))].join(". ")}`;
    trouble.replaceChildren(text);
  }

  function afresh() { askState = true; }
  /** @param {Reach} r @returns {Done} what was entered before the page was loaded again */
  const reachable = (r) => ({
    entry: { id: r.entry, device, seq: 0, at: r.at, deed: r.deed, code: r.code, wall: 0 },
    what: word("said", { what: r.code ? nameOf(r.code) : r.deed === "pause" ? word("pause") : "", at: running_(r.at) }), back: afresh, again: afresh, undo: "",
  });

  // What the server has is the truth: it replaces what the page made of it.
  /** @param {{lines: {entry: string, stop?: string, code: string, from: number, to: number}[], running: Running[], paused: boolean, end: number, closed: boolean, undo?: Reach, redo?: Reach}} state */
  function take(state) {
    if (state.closed) { closed = true; trouble.hidden = false; trouble.textContent = word("closed"); }
    if (body.contains(document.activeElement)) { askState = true; later(again); return; } // somebody is at work in the list
    lines.forEach((l) => l.row.remove());
    lines = [];
    for (const l of state.lines) add(newLine(l.entry, l.stop || "", l.code, l.from, l.to));
    running.clear();
    for (const r of state.running) running.set(r.code, r);
    pausedAt = state.paused ? pausedAt ?? state.end : null;
    latest = state.end;
    for (const d of [...done, ...undone]) d.back = d.again = afresh; // their lines are gone
    if (done.length === 0 && state.undo) done = [reachable(state.undo)];
    if (undone.length === 0 && state.redo) undone = [{ ...reachable(state.redo), undo: state.redo.entry }];
    show();
  }

  // --- Hands ------------------------------------------------------------------------

  /** @type {Record<string, () => void>} */
  const deeds = { go: startOrStop, ago: () => setAgo(!ago), pause, undo, redo };
  desk.addEventListener("click", (e) => {
    const b = e.target instanceof Element ? /** @type {HTMLElement | null} */ (e.target.closest("button")) : null;
    if (!b) return;
    if (b.dataset.code) { e.preventDefault(); tap(b.dataset.code); }
    else if (b.dataset.do) { e.preventDefault(); deeds[b.dataset.do]?.(); }
    else if (b.dataset.jump) jumpTo(now() + Number(b.dataset.jump));
    else return;
    if (e.detail > 0) b.blur(); // a mouse: the space bar is the clock's again
  });

  const keyboard = /** @type {HTMLInputElement} */ (one("[data-keyboard]", desk));
  document.addEventListener("keydown", (e) => {
    const target = e.target instanceof HTMLElement ? e.target : document.body;
    if (!keyboard.checked || e.isComposing || target.closest("input:not([type=checkbox]), select, textarea, video, [data-end-form]")) return;
    const ctrl = e.ctrlKey || e.metaKey;
    if (target.closest("[data-lines]") && (e.key === "ArrowDown" || e.key === "ArrowUp")) { e.preventDefault(); along(target, e.key === "ArrowDown" ? 1 : -1); return; }
    const deed = ctrl ? (e.key.toLowerCase() === "z" ? (e.shiftKey ? redo : undo) : e.key.toLowerCase() === "y" ? redo : null) : e.altKey ? null : plain(e, target);
    if (!deed) return;
    e.preventDefault();
    if (e.repeat && !e.key.startsWith("Arrow")) return;
    deed();
  });

  /** @param {KeyboardEvent} e @param {HTMLElement} target @returns {(() => void) | null} */
  function plain(e, target) {
    const step = film ? 1000 / 25 : 100;
    switch (e.key) {
      case " ": return target.closest("button, a, summary, label, input") ? null : startOrStop;
      case "Backspace": return undo;
      case "-": return () => setAgo(!ago);
      case "+": return pause;
      case "ArrowLeft": return () => jumpTo(now() - (e.shiftKey ? 5000 : 1000));
      case "ArrowRight": return () => jumpTo(now() + (e.shiftKey ? 5000 : 1000));
      case ",": return () => jumpTo(now() - step);
      case ".": return () => jumpTo(now() + step);
    }
    for (const [code, key] of keys) if (key.dataset.key === e.key.toLowerCase()) return () => tap(code);
    return null;
  }

  /** @param {HTMLElement} from @param {number} step */
  function along(from, step) {
    const row = from.closest("tr");
    const next = step > 0 ? row?.nextElementSibling : row?.previousElementSibling;
    if (next) /** @type {HTMLElement | null} */ (next.querySelector(`[data-in="${from.dataset.in || "to"}"]`))?.focus();
  }

  speed.addEventListener("change", () => { const at = now(); video.playbackRate = Number(speed.value); if (!film) { stood = at; if (since) since = performance.now(); } });
  one("[data-film-file]", desk).addEventListener("change", (e) => {
    const file = /** @type {HTMLInputElement} */ (e.target).files?.[0];
    const at = now();
    if (film) URL.revokeObjectURL(film);
    film = "";
    stood = at;
    since = 0;
    /** @type {HTMLElement} */ (one("[data-film-problem]", desk)).hidden = true;
    /** @type {HTMLElement} */ (one("[data-film-box]", desk)).hidden = !file;
    if (!file) { video.removeAttribute("src"); show(); return; }
    film = URL.createObjectURL(file); // a name within this tab: nothing is sent
    video.src = film;
    video.playbackRate = Number(speed.value);
    video.addEventListener("loadedmetadata", () => jumpTo(at), { once: true });
  });
  video.addEventListener("error", () => {
    if (!film) return;
    film = "";
    /** @type {HTMLElement} */ (one("[data-film-problem]", desk)).hidden = false;
    /** @type {HTMLElement} */ (one("[data-film-box]", desk)).hidden = true;
    show();
  });
  for (const name of ["play", "pause", "seeked", "ended"]) video.addEventListener(name, show);
  offsetField.addEventListener("change", () => { const ms = readTime(offsetField.value); if (ms !== null) { offset = ms; show(); } });
  one("[data-film-here]", desk).addEventListener("click", () => { offset = Math.round(video.currentTime * 1000); offsetField.value = tenths(offset); show(); });

  // The end is a form of its own: it waits until everything is with the server.
  const endForm = /** @type {HTMLFormElement} */ (one("[data-end-form]"));
  one("[data-end-at]").addEventListener("input", () => { typedEnd = true; });
  endForm.addEventListener("submit", (e) => {
    if (unsent().length === 0) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    allSent().then((all) => {
      if (all) endForm.requestSubmit(/** @type {HTMLButtonElement} */ (one("button[value=end]", endForm)));
      else { trouble.hidden = false; trouble.textContent = word("endwait"); trouble.scrollIntoView({ block: "center" }); }
    });
  }, true);

  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") { keep(); send(); } });
  window.addEventListener("pagehide", () => sessionStorage.setItem("samspil-ur-" + segment, String(now())));

  // --- Beginning --------------------------------------------------------------------

  desk.querySelectorAll("[data-clock-box]").forEach((box) => { /** @type {HTMLElement} */ (box).hidden = false; });
  /** @type {HTMLElement} */ (one("[data-typed]", desk)).hidden = true;
  body.querySelectorAll("tr").forEach((row) => {
    const d = row.dataset;
    const line = { entry: d.entry || "", stop: d.stop || "", code: d.lineCode || "", from: Number(d.from), to: Number(d.to), row };
    fillRow(line);
    lines.push(line);
  });
  for (const [code, key] of keys) if (key.dataset.since !== undefined) running.set(code, { entry: "", code, since: Number(key.dataset.since) });
  if (running.size > 0 || seq > 0) askState = true; // which entry began them, what can be undone
  try { queue = JSON.parse(localStorage.getItem(shelf) || "[]"); } catch { queue = []; }
  if (unsent().length > 0) { askState = true; seq = Math.max(seq, ...queue.map((e) => e.seq), 0); }
  if (askState) later(0);
  setInterval(tick, 200);
  show();
})();
