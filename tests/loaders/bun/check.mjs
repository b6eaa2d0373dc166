export const environments = [
  {
    name: "Bun",
    what: "bun order.mjs",
    version: (project) => project.version("bun"),
    async run(project) {
      await project.putManifest("waxseal.jws");
      return (await project.run("npx", "bun", "order.mjs")).trim();
    },
  },
];
