export const environments = [
  {
    name: "workerd",
    what: "wrangler dev, sealed in the worker",
    quick: true,
    version: (project) => project.version("workerd"),
    async run(project) {
      await project.putManifest("src/waxseal.txt");
      const worker = await project.start("npm", "run", "dev", "--", "--port", "0");
      return (await fetch(worker)).text();
    },
  },
];
