// From src/js and target/module to pkg/dist: every entry as a module and as CommonJS, the types of
// both, the modules as files of their own, the licences, and the hashes of it all.
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { DIST, at, root } from "./build/paths.mjs";
import { keepEntriesApart } from "./build/entries.mjs";
import { writeIntegrity } from "./build/integrity.mjs";
import { constants, moduleFrom, shipModule } from "./build/module.mjs";
import { pageScript } from "./build/page.mjs";
import { checkReach } from "./build/reach.mjs";
import { writeTypes } from "./build/types.mjs";

/** With a module inside: which of `src/js/core/from` it gets it from, and which it is. */
const CORES = {
  index: ["inlined", "waxseal"],
  slim: ["slim", "waxseal"],
  inspect: ["inlined", "inspect"],
  testing: ["inlined", "testing"],
};
/** Workers have modules only, and may not compile bytes. */
const WORKERS = { index: "workerd", inspect: "inspect-workerd" };
/** Beside them: `src/js/<entry>.ts`. Each has its line in `exports` of package.json, too. */
const ENTRIES = ["auto", "elements", "fields", "react"];

rmSync(DIST, { recursive: true, force: true });
for (const [format, outdir] of [["esm", DIST], ["cjs", `${DIST}/cjs`]]) {
  for (const [entry, core] of Object.entries(CORES)) {
    await bundle(format, outdir, [entry], [moduleFrom(...core), pageScript()]);
  }
  await bundle(format, outdir, ENTRIES, [keepEntriesApart(["index", ...ENTRIES])]);
}
for (const [entry, out] of Object.entries(WORKERS)) {
  const [, module] = CORES[entry];
  await bundle("esm", DIST, [{ in: `src/js/${entry}.ts`, out }], [moduleFrom("workerd", module)]);
}
writeFileSync(`${DIST}/cjs/package.json`, '{ "type": "commonjs" }\n');

for (const module of ["waxseal", "inspect"]) shipModule(module);
writeTypes([...Object.keys(CORES), ...ENTRIES]);
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(at(name), `${DIST}/${name}`);
for (const name of ["NOTICES.md", "sbom.cdx.json"]) copyFileSync(at(`target/module/${name}`), `${DIST}/${name}`);
writeIntegrity();

async function bundle(format, outdir, entries, plugins) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => (entry.in ? entry : `src/js/${entry}.ts`)),
    outdir,
    plugins,
    // The desk's notice has the same words.
    alias: { "waxseal:field-names": "./src/field/names.json" },
    format,
    define: constants,
    bundle: true,
    minify: true,
    // What an entry uses of other packages is the page's own to install.
    packages: "external",
    // For CommonJS it names the exports in a way that Node.js finds.
    platform: format === "cjs" ? "node" : "browser",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  checkReach(metafile);
}
