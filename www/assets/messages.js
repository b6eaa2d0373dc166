// Shows the message that stands under each input when its answer cannot be sealed.
// The form has `novalidate`, so that no browser bubble covers these.

const form = document.querySelector("form[data-waxseal]");

function mark(control, wrong) {
  const message = document.getElementById(`${control.id}-error`);
  if (!message) return;
  message.hidden = !wrong;
  control.toggleAttribute("aria-invalid", wrong);
  if (wrong) control.setAttribute("aria-invalid", "true");
}

function focusFirst() {
  form.querySelector("[aria-invalid]")?.focus();
}

form.addEventListener("waxseal:invalid", (event) => {
  mark(event.detail.element, true);
  queueMicrotask(focusFirst);
});

form.addEventListener("waxseal:error", () => {
  document.getElementById("notice").hidden = false;
});

for (const type of ["input", "change"]) {
  form.addEventListener(type, (event) => mark(event.target, false));
}
