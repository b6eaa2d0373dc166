export const environments = [
  {
    name: "Jest with jsdom",
    what: "jest: seal, and protect's refusal",
    version: (project) => project.version("jest"),
    async run(project) {
      await project.putManifest("waxseal.jws");
      await project.run("npm", "test");
      return project.read("order.txt");
    },
  },
];
