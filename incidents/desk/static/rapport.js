// Comfort in the report editor. Without this file everything works with Tab and Enter.
"use strict";
(() => {
  // An opened form takes the cursor.
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.open || !details.matches("details.edit, details.own")) return;
    const area = details.querySelector("textarea");
    if (area) area.focus();
  }, true);
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form");
    if (!form || event.target.tagName !== "TEXTAREA") return;
    // Ctrl+Enter saves, Escape folds the form without losing what was typed.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape") {
      const details = form.closest("details");
      if (details) { details.open = false; details.querySelector("summary").focus(); }
    }
  });
  // The linter reads along: remarks on what is being written, before it is saved.
  const waiting = new WeakMap();
  const read = async (area, live) => {
    const { prova, paragraph = "", section } = live.dataset;
    const body = new URLSearchParams({ text: area.value, paragraph, section });
    try {
      const answer = await fetch(prova, { method: "POST", body });
      if (!answer.ok || body.get("text") !== area.value) return;
      live.innerHTML = await answer.text();
      live.hidden = false;
    } catch { /* no network: the remarks come when the text is saved */ }
  };
  document.addEventListener("input", (event) => {
    const area = event.target;
    const live = area.tagName === "TEXTAREA" && area.form?.querySelector(".live");
    if (!live) return;
    clearTimeout(waiting.get(area));
    waiting.set(area, setTimeout(() => read(area, live), 600));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-text]");
    if (!button) return;
    const area = button.closest("form").querySelector("textarea");
    area.value = button.dataset.text;
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const copy = document.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).value);
      document.getElementById("kopierat").textContent = "Texten är kopierad.";
    });
  }
})();
