"use client";

import { useActionState, useRef, useState } from "react";
import { useWaxseal } from "waxseal/react";
import { countOrder } from "../orders";

/** One input is controlled, the other not. What is not hydrated cannot be sent. */
export default function Page() {
  const form = useRef<HTMLFormElement>(null);
  const options = { manifest: "/waxseal.jws", pin: "__PIN__", ref: "A-1001" };
  const { status } = useWaxseal(form, options);
  const [taken, order, isPending] = useActionState(countOrder, 0);
  const [name, setName] = useState("");
  return (
    <form ref={form} action={order}>
      <label>
        Name
        <input
          autoComplete="name"
          data-waxseal-field=""
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>Phone <input autoComplete="tel" data-waxseal-field="" /></label>
      <input type="hidden" name="cart" value="3 books" />
      <button disabled={status === "loading" || isPending}>Order</button>
      <output>{taken} taken</output>
    </form>
  );
}
