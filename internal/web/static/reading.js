// "Læs højt for mig" on the page for a parent, where the browser has a voice, and
// the way out of the showing view, which asks first.
"use strict";
(() => {
  const button = document.querySelector("[data-read-aloud]");
  const voice = window.speechSynthesis;
  if (button instanceof HTMLButtonElement && voice && window.SpeechSynthesisUtterance) {
    const words = button.querySelector("[data-words]") ?? button;
    const begin = words.textContent;
    const end = button.dataset.stop ?? begin;
    const rest = () => { words.textContent = begin; button.setAttribute("aria-pressed", "false"); };
    const texts = () => [...document.querySelectorAll("[data-read]")].map((part) => part.textContent?.replace(/\s+/g, " ").trim() ?? "").filter(Boolean);
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") { voice.cancel(); rest(); return; }
      voice.cancel();
      const parts = texts();
      parts.forEach((text, i) => {
        const spoken = new SpeechSynthesisUtterance(text);
        spoken.lang = document.documentElement.lang;
        spoken.rate = 0.9;
        if (i === parts.length - 1) spoken.addEventListener("end", rest);
        spoken.addEventListener("error", rest);
        voice.speak(spoken);
      });
      words.textContent = end;
      button.setAttribute("aria-pressed", "true");
    });
    window.addEventListener("pagehide", () => voice.cancel());
  }

  // The page is handed to somebody: the way back leads to the question first.
  const ask = document.querySelector("[data-back-asks]");
  if (ask instanceof HTMLAnchorElement) {
    history.pushState(null, "");
    window.addEventListener("popstate", () => location.replace(ask.href));
  }
})();
