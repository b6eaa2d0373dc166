// Shows the message that stands ready under each input when its answer cannot be sealed. The form
// has `novalidate`, so that no bubble of the browser covers it.

const form = document.querySelector("form[data-waxseal]");

form.addEventListener("waxseal:invalid", ({ detail }) => {
  mark(detail.element, true);
  queueMicrotask(focusFirst);
});

for (const type of ["input", "change"]) {
  form.addEventListener(type, ({ target }) => mark(target, false));
}

function mark(control, wrong) {
  const message = document.getElementById(`${control?.id}-error`);
  if (!message) return;
  message.textContent = wrong ? message.dataset.wrong : "";
  if (wrong) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

function focusFirst() {
  form.querySelector("[aria-invalid]")?.focus();
}
