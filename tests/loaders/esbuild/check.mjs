export const environments = [
  {
    name: "esbuild",
    what: "esbuild --bundle",
    quick: true,
    version: (project) => project.version("esbuild"),
    async run(project) {
      await project.run("npm", "run", "build");
      return project.order(project.serve("."));
    },
  },
];
