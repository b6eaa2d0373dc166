export const environments = [
  {
    name: "Vitest with jsdom",
    what: "vitest run: seal, and protect's refusal",
    version: (project) => project.version("vitest"),
    async run(project) {
      await project.putManifest("waxseal.jws");
      await project.run("npm", "test");
      return project.read("order.txt");
    },
  },
];
