// Makes pages better that already work without it: the phone's menu, sending a
// form once, the error summary's focus, the calendar, counting characters.
"use strict";
(() => {
  const all = (selector, f) => document.querySelectorAll(selector).forEach(f);

  all("[data-menu-button]", (link) => {
    const menu = document.getElementById("menu");
    link.setAttribute("role", "button");
    const show = (open) => { menu.classList.toggle("open", open); link.setAttribute("aria-expanded", String(open)); };
    show(false);
    link.addEventListener("click", (e) => { e.preventDefault(); show(!menu.classList.contains("open")); });
    link.addEventListener("keydown", (e) => { if (e.key === " ") { e.preventDefault(); link.click(); } });
  });

  all("details[data-closes]", (d) => {
    document.addEventListener("click", (e) => { if (!d.contains(e.target)) d.open = false; });
    d.addEventListener("keydown", (e) => { if (e.key === "Escape") { d.open = false; d.querySelector("summary").focus(); } });
  });

  all("[data-focus]", (box) => box.focus());

  // A link of the summary puts the cursor into the field.
  all(".error-summary a", (a) => a.addEventListener("click", (e) => {
    const field = document.getElementById(a.hash.slice(1));
    if (!field) return;
    e.preventDefault();
    (field.closest(".form-group") || field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }));

  // A second press of the button while the first is under way does nothing.
  all("form[method=post]", (form) => form.addEventListener("submit", (e) => {
    if (form.dataset.sending) { e.preventDefault(); return; }
    form.dataset.sending = "yes";
    const release = () => { delete form.dataset.sending; form.querySelectorAll("button").forEach((b) => b.removeAttribute("aria-disabled")); };
    form.querySelectorAll("button").forEach((b) => b.setAttribute("aria-disabled", "true"));
    setTimeout(release, 8000);
    window.addEventListener("pageshow", release, { once: true });
  }));

  all("textarea[data-max]", (area) => {
    const max = Number(area.dataset.max);
    const note = document.createElement("p");
    note.className = "count-left";
    area.after(note);
    const count = () => {
      const left = max - [...area.value].length;
      note.hidden = left > max * 0.2;
      note.textContent = (left < 0 ? area.dataset.over : area.dataset.left).replace("{n}", String(Math.abs(left)));
      note.classList.toggle("over", left < 0);
    };
    area.addEventListener("input", count);
    count();
  });

  // The browser's own calendar beside a date that may also be typed.
  all("input[data-date]", (input) => {
    const pick = document.createElement("input");
    if (!("showPicker" in pick)) return;
    pick.type = "date";
    pick.className = "date-native";
    pick.tabIndex = -1;
    pick.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "date-button";
    button.setAttribute("aria-label", input.dataset.date);
    const row = document.createElement("div");
    row.className = "date-row";
    input.replaceWith(row);
    row.append(input, button, pick);
    button.addEventListener("click", () => {
      const m = input.value.match(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/);
      pick.value = m ? `${m[3]}-${m[2].padStart(2, "0")}-${m[1].padStart(2, "0")}` : "";
      pick.showPicker();
    });
    pick.addEventListener("change", () => {
      const [y, m, d] = pick.value.split("-").map(Number);
      if (y) input.value = `${d}.${m}.${y}`;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    });
  });

  // Five minutes before one is logged out for doing nothing, one is asked.
  all("[data-idle-minutes]", (box) => {
    let waiting;
    const seen = () => {
      box.hidden = true;
      clearTimeout(waiting);
      waiting = setTimeout(() => { box.hidden = false; }, Number(box.dataset.idleMinutes) * 60000);
    };
    document.addEventListener("samspil-seen", seen);
    box.querySelector("button").addEventListener("click", () => {
      fetch("/mine-log-ind").then((answer) => { if (answer.ok && !answer.redirected) seen(); else location.reload(); });
    });
    seen();
  });

  all("[data-print]", (b) => { b.hidden = false; b.addEventListener("click", () => window.print()); });
})();
