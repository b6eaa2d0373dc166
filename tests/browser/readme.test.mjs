// The package's README: each example is compiled against the packed types, or run.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { entries, pack } from "./support/packed.mjs";
import { complaints } from "./support/typescript.mjs";

const { project, folder } = pack("readme");
const readme = readFileSync(`${folder}/README.md`, "utf8");

const examples = (language) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(([, text]) => text);

/** The ways in which TypeScript finds a package, and what its files are called then. */
const RESOLUTIONS = [
  { module: "esnext", moduleResolution: "bundler", suffix: "ts" },
  { module: "node16", moduleResolution: "node16", suffix: "mts" },
  { module: "node16", moduleResolution: "node16", suffix: "cts" },
];

for (const resolution of RESOLUTIONS) {
  test(`the examples compile: ${resolution.moduleResolution}, .${resolution.suffix}`, () => {
    const texts = examples("ts");
    assert.ok(texts.length > 2);
    const all = entries(folder).map((entry, index) => `export * as e${index} from "${entry}";`);
    assert.equal(compile(resolution.suffix, resolution, [...texts, all.join("\n")]), "");
  });
}

test("what does not fit the types does not compile", () => {
  const wrong = 'import { initModule } from "waxseal/slim";\nawait initModule("/a", { integrity: 7 });\n';
  assert.match(compile("wrong", RESOLUTIONS[1], [wrong]), /'number' is not assignable to type 'string'/);
});

test("the example for Node.js runs", () => {
  const [example] = examples("js");
  execFileSync(process.execPath, ["--input-type=module", "--eval", example], { cwd: project });
});

/** What the compiler says of these texts, each a file. */
function compile(name, { suffix, ...resolution }, texts) {
  const source = `${project}/${name}`;
  mkdirSync(source, { recursive: true });
  for (const [index, text] of texts.entries()) {
    writeFileSync(`${source}/example-${index}.${suffix}`, text);
  }
  return complaints(source, resolution);
}
