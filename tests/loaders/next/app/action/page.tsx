"use client";

import { useRef } from "react";
import { useWaxseal } from "waxseal/react";
import { placeOrder } from "../orders";

export default function Page() {
  const form = useRef<HTMLFormElement>(null);
  useWaxseal(form, { manifest: "/waxseal.jws", pin: "__PIN__", ref: "A-1001" });
  return (
    <form ref={form} action={placeOrder}>
      <label>Name <input autoComplete="name" data-waxseal-field="" required /></label>
      <label>Phone <input autoComplete="tel" data-waxseal-field="" /></label>
      <input type="hidden" name="cart" value="3 books" />
      <button>Order</button>
    </form>
  );
}
