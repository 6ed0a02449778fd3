// Saves what is being written as it is written. Nothing here clears a text: when
// the network, the log-in or another window is in the way, the words stay in the
// page and the person is told in a line below the form.
"use strict";
(() => {
  const pause = 1200;        // ms after the last key
  const again = 10000;       // ms until the next try when it did not go

  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const status = form.querySelector("[data-draft-status]") || document.querySelector("[data-draft-status]");
    const words = status ? status.dataset : {};
    let version = form.dataset.draftVersion || "0";
    let timer = 0, busy = false, dirty = false, stopped = false;

    const say = (text, trouble) => {
      if (!status || status.textContent === text) return;
      status.textContent = text;
      status.classList.toggle("trouble", Boolean(trouble));
    };

    const fields = () => {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
      data.set("_key", form.dataset.draftKey || "");
      data.set("_version", version);
      return data;
    };

    const later = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };

    async function save() {
      if (busy || stopped) return;
      busy = true;
      dirty = false;
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body: fields(), headers: { Accept: "application/json" } });
        if (answer.status === 401) { dirty = true; say(words.signedOut, true); later(again); return; }
        if (answer.status === 409) { conflict(await answer.json()); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        const kept = await answer.json();
        document.dispatchEvent(new Event("samspil-seen"));
        version = String(kept.version);
        say((words.saved || "").replace("{time}", kept.saved || ""), false);
      } catch {
        dirty = true;
        say(words.unsaved, true);
        later(again);
      } finally {
        busy = false;
        if (dirty && !stopped) later(pause);
      }
    }

    // Another window wrote the same draft later: both texts are shown, and the
    // person chooses. Until then nothing more is saved from here.
    function conflict(theirs) {
      stopped = true;
      say((words.elsewhere || "").replace("{time}", theirs.saved || ""), true);
      const choose = (use) => {
        document.querySelectorAll("[data-draft-theirs]").forEach((box) => box.remove());
        if (use) for (const [name, value] of Object.entries(theirs.fields || {})) write(name, value);
        version = String(theirs.version);
        stopped = false;
        save();
      };
      for (const [name, value] of Object.entries(theirs.fields || {})) {
        const field = form.elements.namedItem(name);
        if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement && field.type === "text") || field.value === value) continue;
        const box = document.createElement("div");
        box.className = "theirs";
        box.dataset.draftTheirs = "";
        const head = document.createElement("strong");
        head.textContent = words.theirs || "";
        const text = document.createElement("span");
        text.textContent = value;
        box.append(head, text);
        field.after(box);
      }
      const deeds = document.createElement("div");
      deeds.className = "deeds";
      deeds.dataset.draftTheirs = "";
      for (const [label, use] of [[words.keepMine, false], [words.useTheirs, true]]) {
        const b = document.createElement("button");
        b.type = "button";
        b.className = "button button-secondary";
        b.textContent = label || "";
        b.addEventListener("click", () => choose(use));
        deeds.append(b);
      }
      (status || form).after(deeds);
    }

    function write(name, value) {
      const field = form.elements.namedItem(name);
      if (!field) return;
      if (field instanceof RadioNodeList) { field.value = value; return; }
      if (field.type === "checkbox") { field.checked = value.split("\n").includes(field.value); return; }
      field.value = value;
    }

    const typed = () => { dirty = true; if (!stopped) later(pause); };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; });
    window.addEventListener("pageshow", (e) => { if (e.persisted) stopped = false; });
    // A closed tab: send what is not yet sent; the browser carries it out by itself.
    window.addEventListener("pagehide", () => {
      if (dirty && !stopped) fetch(form.dataset.draft, { method: "POST", body: fields(), headers: { Accept: "application/json" }, keepalive: true });
    });
  });
})();
