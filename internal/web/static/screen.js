// The screen that is handed over: what is written is kept while it is written, and the
// browser shows nothing again that it still remembers.
"use strict";
(() => {
  window.addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

  document.querySelectorAll("textarea[data-keep]").forEach((area) => {
    const form = area.closest("form");
    if (!form) return;
    let waiting;
    let kept = area.value;
    const keep = () => {
      clearTimeout(waiting);
      if (area.value === kept || form.dataset.sending) return;
      const fields = new FormData(form);
      fields.set("do", "keep");
      const words = area.value;
      fetch(form.action, { method: "POST", body: new URLSearchParams([...fields].map(([k, v]) => [k, String(v)])), headers: { Accept: "application/json" }, keepalive: true })
        .then((answer) => { if (answer.ok) kept = words; }, () => {});
    };
    area.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 1500); });
    area.addEventListener("blur", keep);
    document.addEventListener("visibilitychange", keep);
  });
})();
