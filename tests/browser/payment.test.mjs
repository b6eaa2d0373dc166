// A payment provider's token beside the sealed order, as docs/payments.md has it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
const PAGE = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field>
  <input type="hidden" name="cart" value="3 books"><input type="hidden" name="payment_method_nonce">
  <button id="pay">Pay</button>
</form>`;
const PROVIDER = `
  await ready;
  window.tokens = 0;
  const nonce = form.querySelector("[name=payment_method_nonce]");
  form.addEventListener("submit", async (event) => {
    if (nonce.value) return;
    event.preventDefault();
    nonce.value = await new Promise((done) => setTimeout(done, 50, "token-" + ++window.tokens));
    form.requestSubmit();
  });`;
const manifest = { pass: ["cart", "payment_method_nonce"] };

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

test("the token that a provider gives after the first submit is sent with the sealed order", async (t) => {
  const shopper = await visit(t, shop, PAGE, { manifest, script: PROVIDER });
  await shopper.page.fill("#name", NAME);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", payment_method_nonce: "token-1" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME });
});

test("no token is asked for while a sealed field is wrong", async (t) => {
  const shopper = await visit(t, shop, PAGE, { manifest, script: PROVIDER });
  await shopper.page.click("#pay");
  await shopper.nothingSent();
  assert.equal(await shopper.run(() => window.tokens), 0);
});
