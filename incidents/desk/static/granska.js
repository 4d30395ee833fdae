// Keys for the review queue and for the quotations of an incident. Without this file everything works with Tab and Enter.
"use strict";
(() => {
  const CARD = ":is(.card.flag, [data-card])";
  const cards = () => [...document.querySelectorAll(`${CARD}:not([hidden])`)];
  if (!cards().length) return;
  const current = () => document.activeElement.closest(CARD) || null;
  const go = (card) => {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };
  const step = (by) => {
    const at = cards().indexOf(current());
    go(cards()[at < 0 ? 0 : Math.min(cards().length - 1, Math.max(0, at + by))]);
  };
  // After a verdict the page comes back with the next card in its address.
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named && cards().includes(named)) go(named);
  else cards()[0].focus({ preventScroll: true }); // the heading and the keys stay in sight

  // A verdict is sent while the next card is read already, one after the other. What the desk says of
  // it, and its counts, are taken from the page it answers with; anything else than a message is left
  // to the form itself, so that the person sees what the desk has to say.
  let sent = Promise.resolve();
  const send = async (form) => {
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true,
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.querySelector(".status-region .message")) throw new Error("refused");
      for (const part of [".status-region", ".tabs"]) {
        document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
      }
    } catch {
      form.submit();
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const card = form.closest(CARD);
    const left = cards().filter((one) => one !== card);
    // The last one's answer is the next page of cards. A judged card stays where its list is of those.
    if (!card || !form.closest(".deciding > .verdicts") || !left.length || card.dataset.judged !== undefined) return;
    event.preventDefault();
    const at = cards().indexOf(card);
    const tick = card.querySelector("[data-tick]");
    if (tick) tick.checked = false;
    card.hidden = true;
    go(left[Math.min(at, left.length - 1)]);
    sent = sent.then(() => send(form));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const key = event.key.toLowerCase();
    const card = current() || cards()[0];
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "x") card.querySelector("[data-tick]")?.click();
    else if (key === "e") card.querySelector("h2 a")?.click();
    else if (key === "?") document.querySelector('a[data-key="?"]')?.click();
    else {
      const wanted = `[data-key="${CSS.escape(key)}"]`;
      // A verdict is for the marked ones, where there are any.
      const marked = document.querySelector("[data-tick]:checked") && document.querySelector(`.together ${wanted}`);
      const button = marked || card.querySelector(wanted)
        // The last verdict is taken back where the desk tells of it.
        || (key === "u" && document.querySelector(".status-region form button"));
      if (!button || !/^[a-z]$/.test(key)) return;
      button.click();
      // What was unfolded is gone on with at once.
      if (button.tagName === "SUMMARY" && button.parentElement.open) {
        button.parentElement.querySelector("button, select").focus();
      }
    }
    event.preventDefault();
  });
})();
