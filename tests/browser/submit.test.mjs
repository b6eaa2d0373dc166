import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertNotLeaked, Shop, visit } from "./support/shop.mjs";

const FORM = `<form action="%action%" method="post">
  <input id="name" autocomplete="name" data-waxseal-field>
  <input id="card" autocomplete="cc-number" data-waxseal-field name="card">
  <input type="hidden" name="cart" value="3 books">
  <input type="hidden" name="tracking" value="secret-id">
  <button id="pay" name="action" value="pay">Pay</button>
  <button id="draft" name="action" value="draft" formnovalidate>Save</button>
</form>`;
const NAME = "Ada Lovelace";
const CARD = "4111 1111 1111 1111";

let shop;
before(async () => (shop = await Shop.open()));
after(() => shop.close());

test("a native submit sends the sealed order and what the policy passes, nothing else", async (t) => {
  const shopper = await visit(t, shop, FORM);
  await shopper.page.fill("#name", NAME);
  await shopper.page.fill("#card", CARD);
  await shopper.page.click("#pay");
  const { sealed, ...others } = await shopper.sent();
  assert.deepEqual(others, { cart: "3 books", action: "pay" });
  assert.deepEqual(await shopper.fields(sealed), { name: NAME, "cc-number": "4111111111111111" });
  assertNotLeaked(shopper, [NAME, CARD, "4111111111111111", "secret-id"]);
});
