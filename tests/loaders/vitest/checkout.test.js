import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { protect, Sealer } from "waxseal";

const manifest = readFileSync("waxseal.jws", "utf8");
const load = () => Sealer.load({ manifest, pin: "__PIN__", origin: "http://localhost:3000" });

test("an order is sealed", async () => {
  const sealer = await load();
  const line = sealer.seal({ name: "Ada Lovelace", tel: "+442079460000" }, { ref: "A-1001" });
  writeFileSync("order.txt", line);
});

test("a form is refused, since jsdom cannot send what is sealed", async () => {
  document.body.innerHTML = "<form method=post><input autocomplete=name data-waxseal-field></form>";
  const form = document.querySelector("form");
  const sealer = await load();
  expect(() => protect(form, sealer)).toThrow(expect.objectContaining({ code: "unsupported" }));
});
