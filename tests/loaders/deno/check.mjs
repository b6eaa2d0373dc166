export const environments = [
  {
    name: "Deno",
    what: "deno run order.mjs, from node_modules",
    version: (project) => project.version("deno"),
    async run(project) {
      await project.putManifest("waxseal.jws");
      return (await project.run("npx", "deno", "run", "--allow-read", "order.mjs")).trim();
    },
  },
];
