// The form that the address opens takes the cursor. Without this file it is one Tab away.
"use strict";
// Only when everything is there: until then the browser itself still goes to what the address names.
addEventListener("load", () => {
  const form = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(form instanceof HTMLFormElement) || document.activeElement !== document.body) return;
  const field = form.querySelector("textarea, select, input:not([type=hidden])");
  if (field) field.focus({ preventScroll: true });
});
