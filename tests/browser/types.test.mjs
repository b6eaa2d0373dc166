// What the package's types let through, and what they do not: each line is compiled on its own.
import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { root } from "./support/packed.mjs";
import { complaints, typesProject } from "./support/typescript.mjs";

/** As `waxseal publish --types` writes it. */
const FIELDS = 'export type Field = "name" | "email" | "cc-number";';
const HEAD = `import { type Fields, protect, Sealer } from "waxseal";
import type { Field } from "./fields";
declare const form: HTMLFormElement;
declare const typed: Sealer<Field>;
declare const open: Sealer;`;

const COMPILES = [
  'export const a: string = typed.seal({ name: "Ada", "cc-number": "4111" }, { ref: "A-1" });',
  "export const b: string = typed.seal({ name: undefined, email: form.id || undefined });",
  'export const c: string = open.seal({ anything: "at all", "national-id": undefined });',
  "export const d: Promise<Sealer<Field>> = Sealer.load<Field>({ manifest: '/m.jws', pin: '' });",
  "export const e: Promise<Sealer> = Sealer.load({ manifest: new URL('https://a.example'), pin: '' });",
  "export const f: () => void = protect(form, typed);",
  "export const g: () => void = protect(form, Sealer.load<Field>({ manifest: '/m.jws', pin: '' }));",
  "export const h: () => void = protect(form, () => Sealer.load({ manifest: '/m.jws', pin: '' }));",
  "export const i: Sealer = typed;",
  "export const j: Fields<Field> = { email: 'a@b.example' };",
  'form.addEventListener("waxseal:ready", ({ detail }) => detail.sealer.seal({ name: "Ada" }));',
];

const DOES_NOT = [
  ['typed.seal({ nmae: "Ada" });', "nmae"],
  ['typed.seal({ name: "Ada", "cc-nmuber": "4111" });', "cc-nmuber"],
  ["typed.seal({ name: 7 });", "number"],
  ['export const fields: Fields<Field> = { tel: "1" };', "tel"],
  ['Sealer.load<Field>({ manifest: "", pin: "" }).then((sealer) => sealer.seal({ shoe: "9" }));', "shoe"],
  ["protect(form, typed, { reff: 'A-1' });", "reff"],
  ["protect(form, 'sealer');", "string"],
];

/** The lines that the compiler complains of, counted from the first bad one, and what it says. */
function compile(options) {
  const folder = typesProject("types");
  const bad = DOES_NOT.map(([line]) => line);
  writeFileSync(`${folder}/fields.ts`, FIELDS);
  writeFileSync(`${folder}/lines.ts`, [HEAD, ...COMPILES, ...bad].join("\n"));
  const stdout = complaints(folder, options);
  const first = HEAD.split("\n").length + COMPILES.length + 1;
  const said = [...stdout.matchAll(/^lines\.ts\((\d+),\d+\): error TS\d+: (.*)$/gm)];
  return { said: said.map(([, line, what]) => [Number(line) - first, what]), stdout };
}

for (const [mode, options] of [["strict", {}], ["exact", { exactOptionalPropertyTypes: true }]]) {
  test(`${mode}: what is right compiles, and a misspelt field does not, each on its own line`, () => {
    const { said, stdout } = compile(options);
    assert.deepEqual([...new Set(said.map(([line]) => line))], [...DOES_NOT.keys()], stdout);
    for (const [line, what] of said) assert.ok(what.includes(DOES_NOT[line][1]), `${line}: ${what}`);
  });
}

test("whoever imports waxseal/auto alone has the events typed", () => {
  const folder = typesProject("types-auto");
  const listen = 'form.addEventListener("waxseal:sealed", ({ detail }) => detail.fields.length);';
  writeFileSync(`${folder}/page.ts`, `import "waxseal/auto";\ndeclare const form: HTMLFormElement;\n${listen}`);
  assert.equal(complaints(folder), "");
});

test("the leak kit takes Playwright's pages and sessions, Puppeteer's sessions, and others", () => {
  const folder = typesProject("types-leaks");
  for (const name of ["playwright-core", "puppeteer-core"]) {
    symlinkSync(`${root}node_modules/${name}`, `${folder}/node_modules/${name}`);
  }
  writeFileSync(`${folder}/leaks.ts`, `
    import type { Page } from "playwright-core";
    import type { Page as PuppeteerPage } from "puppeteer-core";
    import { assertNoLeaks, type CdpSession, type LeakWatch, watchForLeaks } from "waxseal/testing";
    declare const page: Page, puppeteer: PuppeteerPage, own: {
      send(method: string, params?: object): Promise<unknown>;
      on(event: string, listener: (params: object) => void): void;
    };
    export const sessions: CdpSession[] = [await page.context().newCDPSession(page), await puppeteer.createCDPSession(), own];
    for (const target of [page, ...sessions]) await assertNoLeaks(target, { url: "http://localhost:3000/" });
    export const watch: LeakWatch = await watchForLeaks(page);
    // @ts-expect-error: it has no such method
    await watchForLeaks({ send: own.send });
    // @ts-expect-error: a page of Puppeteer's is no session
    await watchForLeaks(puppeteer);`);
  assert.equal(complaints(folder, { types: ["node"], typeRoots: [`${root}node_modules/@types`], skipLibCheck: true }), "");
});
