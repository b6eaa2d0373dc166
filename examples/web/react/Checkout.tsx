import { type FormEvent, useEffect, useRef, useState } from "react";
import { defineElements } from "waxseal/elements";
import { useWaxseal } from "waxseal/react";

const manifest = "/waxseal.jws";
const pin = import.meta.env.VITE_WAXSEAL_PIN;

/** A checkout with controlled inputs, which sends the order itself. */
export function Checkout({ order }: { order: string }) {
  const form = useRef<HTMLFormElement>(null);
  const { status, error } = useWaxseal(form, { manifest, pin, ref: order });
  const [name, setName] = useState("");
  const [sent, setSent] = useState(false);
  useEffect(() => defineElements(), []);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const body = new URLSearchParams([...new FormData(event.currentTarget)] as string[][]);
    const response = await fetch("/orders", { method: "POST", body });
    setSent(response.ok);
  }

  return (
    <form ref={form} method="post" onSubmit={send}>
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
      <label>
        E-mail
        <input autoComplete="email" type="email" data-waxseal-field="" required />
      </label>
      <input type="hidden" name="cart" value="3 books" />
      <waxseal-badge />
      <button>Order</button>
      <output>{sent ? `Thank you, ${name}` : error ? `Sorry: ${error.code}` : status}</output>
    </form>
  );
}
