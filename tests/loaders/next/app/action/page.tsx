"use client";

import { useRef } from "react";
import { useWaxseal } from "waxseal/react";
import { placeOrder } from "../orders";

const manifest = "/waxseal.jws";
const pin = "__PIN__";

/** The two attributes of the form are for `waxseal verify-page`. */
export default function Page() {
  const form = useRef<HTMLFormElement>(null);
  useWaxseal(form, { manifest, pin, ref: "A-1001" });
  return (
    <form ref={form} action={placeOrder} data-waxseal={manifest} data-waxseal-pin={pin}>
      <label>Name <input autoComplete="name" data-waxseal-field="" required /></label>
      <label>Phone <input autoComplete="tel" data-waxseal-field="" /></label>
      <input type="hidden" name="cart" value="3 books" />
      <button>Order</button>
    </form>
  );
}
