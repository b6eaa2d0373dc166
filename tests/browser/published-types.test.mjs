// The types that `publish --types` writes, as TypeScript reads them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Desk } from "./support/desk.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}target/published-types`;
const POLICY = `
[forms.address]
fields = ["name", "email", "tel", "street-address", "postal-code", "country"]
[forms.payment]
fields = ["cc-name", "cc-number", "cc-exp"]
`;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
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
    export { fields, form, role };
  `), "");
});

for (const [what, line] of [
  ["a misspelt field", 'export const fields: Partial<Record<Field, string>> = { "cc-nunber": "4242" };'],
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
  writeFileSync(`${folder}/example.ts`, `${types}\n${lines}\n`);
  const args = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--types", ""];
  const tsc = [`${root}node_modules/typescript/bin/tsc`, "--ignoreConfig", ...args, "example.ts"];
  const { stdout } = spawnSync(process.execPath, tsc, { cwd: folder, encoding: "utf8" });
  return stdout;
}
