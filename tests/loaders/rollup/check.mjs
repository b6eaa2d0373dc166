export const environments = [
  {
    name: "Rollup",
    what: "rollup with node-resolve",
    version: (project) => project.version("rollup"),
    async run(project) {
      await project.run("npm", "run", "build");
      return project.order(project.serve("."));
    },
  },
];
