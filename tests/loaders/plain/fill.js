// What a shopper does, at once.
const form = document.querySelector("form");

const TYPED = { name: "Ada Lovelace", tel: "+442079460000", bday: "1815-12-10", country: "NO" };

function fill() {
  for (const [field, value] of Object.entries(TYPED)) {
    form.querySelector(`[autocomplete="${field}"]`).value = value;
  }
  form.querySelector("textarea").value = "Ring twice 🔔\nשלום, then wait";
  for (const value of ["evening", "card", "box"]) {
    form.querySelector(`[value="${value}"]`).checked = true;
  }
  return true;
}
