import type {} from "waxseal/svelte";
import { mount } from "svelte";
import { defineElements } from "waxseal/elements";
import Checkout from "./Checkout.svelte";

defineElements();
mount(Checkout, { target: document.querySelector("#app")!, props: { order: "A-1001" } });
