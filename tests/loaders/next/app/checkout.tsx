"use client";

import { useEffect, useRef } from "react";
import { protect, Sealer } from "waxseal";

export function Checkout() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const sealer = Sealer.load({ manifest: "/waxseal.jws", pin: "__PIN__" });
    return protect(form.current!, sealer, { ref: "A-1001" });
  }, []);
  return (
    <form ref={form} action="__ORDERS__" method="post">
      <label>Name <input autoComplete="name" data-waxseal-field="" required /></label>
      <label>Phone <input autoComplete="tel" data-waxseal-field="" /></label>
      <input type="hidden" name="cart" value="3 books" />
      <button>Order</button>
    </form>
  );
}
