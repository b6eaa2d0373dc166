export const environments = [
  {
    name: "webpack",
    what: "waxseal/auto, no configuration file",
    version: (project) => project.version("webpack"),
    async run(project) {
      await project.run("npm", "run", "build");
      return project.order(project.serve("dist"));
    },
  },
];
