export const environments = [
  {
    name: "Parcel",
    what: "parcel build",
    version: (project) => project.version("parcel"),
    async run(project) {
      await project.run("npm", "run", "build");
      return project.order(project.serve("dist"));
    },
  },
];
