export const environments = [
  {
    name: "Rspack",
    what: "rspack build, no configuration file",
    version: (project) => project.version("@rspack/core"),
    async run(project) {
      await project.run("npm", "run", "build");
      return project.order(project.serve("dist"));
    },
  },
];
