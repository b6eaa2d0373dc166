import type {} from "waxseal/vue";
import { createApp } from "vue";
import { defineElements } from "waxseal/elements";
import Checkout from "./Checkout.vue";

defineElements();
createApp(Checkout, { order: "A-1001" }).mount("#app");
