// The types that `publish --types` writes, as TypeScript reads them.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Desk } from "./support/desk.mjs";
import { complaints, typesProject } from "./support/typescript.mjs";

const folder = typesProject("published-types");
const SEALER = 'const sealer = await Sealer.load<Field>({ manifest: "/waxseal.jws", pin: "urn:" });';
const POLICY = `
[forms.address]
fields = ["name", "email", "tel", "street-address", "postal-code", "country"]
[forms.payment]
fields = ["cc-name", "cc-number", "cc-exp"]
`;

before(async () => {
  const desk = await Desk.open({ policy: POLICY });
  await desk.waxseal("publish", "--check", "--types", `${folder}/waxseal.d.ts`);
  await desk.close();
});

after(() => rmSync(folder, { recursive: true }));

test("a field, a form and a role of the policy compile", () => {
  assert.equal(compile(`
    const fields: Partial<Record<Field, string>> = { name: "Ada", "cc-number": "4242" };
    const form: Form = "address";
    const role: Role = "fulfilment";
    ${SEALER}
    const line: string = sealer.seal({ name: "Ada", tel: "+44 20 7946 0000" }, { ref: "A-1" });
    export { fields, form, line, role };
  `), "");
});

for (const [what, line] of [
  ["a misspelt field", 'export const fields: Partial<Record<Field, string>> = { "cc-nunber": "4242" };'],
  ["a misspelt field of an order", `${SEALER} sealer.seal({ nmae: "Ada" });`],
  ["a form that is none", 'export const form: Form = "basket";'],
  ["a group where there are none", 'export const group: Group = "eu";'],
  ["a role that is none", 'export const role: Role = "sales";'],
]) {
  test(`${what} does not compile`, () => {
    assert.match(compile(line), /^example\.ts\(\d+,\d+\): error TS(2322|2353|2561)/m);
  });
}

/** What the compiler says. */
function compile(lines) {
  const types = 'import type { Field, Form, Group, Role } from "./waxseal.js";';
  const sealer = 'import { Sealer } from "waxseal";';
  writeFileSync(`${folder}/example.ts`, `${types}\n${sealer}\n${lines}\nexport {};\n`);
  return complaints(folder);
}
