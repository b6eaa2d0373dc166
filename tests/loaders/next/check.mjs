import assert from "node:assert/strict";

let page;
const version = (project) => project.version("next");

export const environments = [
  {
    name: "Next.js App Router, client component",
    what: "next build, next start",
    version,
    async run(project) {
      await project.putManifest("public/waxseal.jws");
      await project.run("npm", "run", "build");
      page = await project.start("npm", "start", "--", "--port", String(await project.freePort()));
      return project.order(page);
    },
  },
  {
    name: "Next.js App Router, server component",
    what: "waxseal imported and sealing on the server",
    version,
    async run() {
      const html = await (await fetch(page)).text();
      const [, line] = html.match(/<output>([^<]+)<\/output>/) ?? assert.fail("no order in the page");
      return line;
    },
  },
];
