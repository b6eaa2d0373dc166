"use client";

import { useActionState, useRef, useState } from "react";
import { useWaxseal } from "waxseal/react";
import { countOrder } from "../orders";

const manifest = "/waxseal.jws";
const pin = "__PIN__";

/** One input is controlled, the other not. What is not hydrated cannot be sent. */
export default function Page() {
  const form = useRef<HTMLFormElement>(null);
  const { status } = useWaxseal(form, { manifest, pin, ref: "A-1001" });
  const [{ taken, refused }, order, isPending] = useActionState(countOrder, { taken: 0 });
  const [name, setName] = useState("");
  return (
    <form ref={form} action={order} data-waxseal={manifest} data-waxseal-pin={pin}>
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
      <output>{refused ?? `${taken} taken`}</output>
    </form>
  );
}
