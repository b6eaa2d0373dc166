// Helps people type, and says what to mend. The demo bundles it, as a shop's own bundler would.

import { helpFields } from "waxseal/fields";

const MISSING = {
  name: "Enter your name.",
  email: "Enter your e-mail address.",
  "street-address": "Enter the street and the town.",
  "postal-code": "Enter the postcode.",
  country: "Choose a country.",
  "cc-name": "Enter the name as it stands on the card.",
  "cc-number": "Enter the card number.",
  "cc-exp": "Enter month and year.",
};

helpFields(document.querySelector("form[data-waxseal]"), {
  messages: { "missing-field": (field) => MISSING[field] ?? "Fill in this field." },
});
