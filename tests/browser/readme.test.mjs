// The package's README: each example is compiled against the packed types, or run.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { entries, pack, root } from "./support/packed.mjs";

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
    compile(resolution.suffix, resolution, [...texts, all.join("\n")]);
  });
}

test("what does not fit the types does not compile", () => {
  const wrong = 'import { initModule } from "waxseal/slim";\nawait initModule("/a", { integrity: 7 });\n';
  const compiling = () => compile("wrong", RESOLUTIONS[1], [wrong]);
  assert.throws(compiling, ({ stdout }) => /'number' is not assignable to type 'string'/.test(stdout));
});

test("the example for Node.js runs", () => {
  const [example] = examples("js");
  execFileSync(process.execPath, ["--input-type=module", "--eval", example], { cwd: project });
});

function compile(name, { suffix, ...resolution }, texts) {
  const source = `${project}/${name}`;
  mkdirSync(source, { recursive: true });
  for (const [index, text] of texts.entries()) {
    writeFileSync(`${source}/example-${index}.${suffix}`, text);
  }
  const compilerOptions = {
    ...resolution,
    strict: true,
    noEmit: true,
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    types: [],
  };
  writeFileSync(`${source}/tsconfig.json`, JSON.stringify({ compilerOptions }));
  const compiler = `${root}node_modules/typescript/bin/tsc`;
  execFileSync(process.execPath, [compiler, "--project", source], { encoding: "utf8" });
}
