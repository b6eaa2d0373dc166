// Bytes of each entry of the package beside other packages that can encrypt to a public key, each
// bundled for browsers by esbuild, minified: `node tests/bytes/run.mjs`, after a build.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = `${root}tests/bytes`;
const folder = `${root}target/bytes`;
const dist = `${root}pkg/dist`;

/** Entries that run on a server or under a test, so that no page waits for them. */
const NOT_IN_A_PAGE = ["testing.js", "inspect.js", "workerd.js"];

install();
const rows = [...ownEntries(), ...(await peers())];
console.log("| | minified | gzip -9 | brotli |");
console.log("| --- | ---: | ---: | ---: |");
for (const { name, bytes } of rows) {
  const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
  console.log(`| ${name} | ${sizes.map((each) => each.length.toLocaleString("en")).join(" | ")} |`);
}

/** The peers' packages are nobody's dependencies: they live in a folder of their own. */
function install() {
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "package-lock.json", "peers"]) {
    cpSync(`${source}/${name}`, `${folder}/${name}`, { recursive: true });
  }
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--silent"], { cwd: folder });
}

function ownEntries() {
  if (!existsSync(dist)) throw new Error("there is no pkg/dist yet: cargo xtask build makes it");
  const files = readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name));
  const page = files.filter((name) => !NOT_IN_A_PAGE.includes(name)).sort();
  return [...page, ...NOT_IN_A_PAGE.filter((name) => files.includes(name))].map((name) => ({
    name: `\`waxseal\`: ${name}`,
    bytes: readFileSync(`${dist}/${name}`),
  }));
}

async function peers() {
  const { dependencies } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const files = readdirSync(`${folder}/peers`).sort();
  return Promise.all(files.map(async (file) => ({
    name: titleOf(basename(file, ".js"), dependencies),
    bytes: await bundled(`${folder}/peers/${file}`),
  })));
}

function titleOf(file, dependencies) {
  const found = Object.entries(dependencies).find(([name]) => fileOf(name) === file);
  if (!found) throw new Error(`no dependency is bundled as ${file}.js`);
  return found.join(" ");
}

/** `@hpke/core` is in `hpke-core.js`. */
function fileOf(dependency) {
  return dependency.replace("@", "").replace("/", "-");
}

async function bundled(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: ["es2022"],
    legalComments: "none",
    logLevel: "error",
  });
  return outputFiles[0].contents;
}
