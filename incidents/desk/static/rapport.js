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
  const copy = document.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).value);
      document.getElementById("kopierat").textContent = "Texten är kopierad.";
    });
  }
})();
