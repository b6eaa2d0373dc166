// Compartments of customers: with groups in the policy one has to be named, without them none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FORM, Shop, visit } from "./support/shop.mjs";

const NAME = "Ada Lovelace";
/** What no policy of these tests has. */
const UNKNOWN = ["asia", "", "EU", "eu ", "__proto__"];

let grouped;
let plain;
before(async () => ([grouped, plain] = await Promise.all([Shop.open({ groups: ["eu", "us"] }), Shop.open()])));
after(() => Promise.all([grouped.close(), plain.close()]));

/** The code that sealing ends with, for each group. */
const codes = (shopper, groups) =>
  shopper.run(async (groups) => {
    const sealer = await Sealer.load({ manifest, pin });
    return groups.map((group) => {
      try {
        sealer.seal({ name: "Ada" }, { group: group ?? undefined });
        return "sealed";
      } catch ({ code }) {
        return code;
      }
    });
  }, groups);

test("with groups a missing and an unknown one are refused", async (t) => {
  const shopper = await visit(t, grouped, FORM, { unprotected: true });
  const refused = Array(UNKNOWN.length + 1).fill("policy");
  assert.deepEqual(await codes(shopper, [null, ...UNKNOWN]), refused);
  assert.deepEqual(await codes(shopper, ["eu", "us"]), ["sealed", "sealed"]);
});

test("without groups giving one is refused", async (t) => {
  const shopper = await visit(t, plain, FORM, { unprotected: true });
  assert.deepEqual(await codes(shopper, ["eu", "", null]), ["policy", "policy", "sealed"]);
});

test("each group's order is sealed to its own key", async (t) => {
  const shopper = await visit(t, grouped, FORM, { unprotected: true });
  for (const group of ["eu", "us"]) {
    const seal = async (group) => (await Sealer.load({ manifest, pin })).seal({ name: "Ada" }, { group });
    const { header } = await grouped.merchant.open(await shopper.run(seal, group));
    assert.equal(header.grp, group);
    assert.equal(grouped.merchant.roleKeys.get(header.kid).grp, group);
  }
});

for (const [what, options] of [["missing", "{}"], ["unknown", "{ group: 'asia' }"]]) {
  test(`a form whose group is ${what} sends nothing, and says why`, async (t) => {
    const shopper = await visit(t, grouped, FORM, { with: options });
    await shopper.page.fill("#name", NAME);
    await shopper.page.click("#pay");
    await shopper.nothingSent();
    assert.deepEqual((await shopper.events("error")).map(({ code }) => code).at(-1), "policy");
    const entries = await shopper.entries();
    assert.ok(entries.every(([name, value]) => name !== "sealed" && value !== NAME));
  });
}
