// Keys for the review queue. Without this file everything works with Tab and Enter.
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card.flag")];
  if (!cards.length) return;
  const current = () => document.activeElement.closest(".card.flag") || null;
  const go = (card) => {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };
  const step = (by) => {
    const at = cards.indexOf(current());
    go(cards[at < 0 ? 0 : Math.min(cards.length - 1, Math.max(0, at + by))]);
  };
  // After a verdict the page comes back with the next card in its address.
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named && cards.includes(named)) go(named);
  else cards[0].focus({ preventScroll: true }); // the heading and the keys stay in sight
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const key = event.key.toLowerCase();
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "x") (current() || cards[0]).querySelector("[data-tick]")?.click();
    else if (key === "e") (current() || cards[0]).querySelector("h2 a").click();
    else if (key === "?") document.querySelector('a[data-key="?"]')?.click();
    else {
      const meant = (current() || cards[0]).querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (!meant || !/^[a-z]$/.test(key)) return;
      // Which incident is a choice: the key leads to the list and takes none by itself.
      if (meant.tagName === "SUMMARY") {
        meant.parentElement.open = true;
        meant.parentElement.querySelector("select").focus();
      } else meant.click();
    }
    event.preventDefault();
  });
})();
