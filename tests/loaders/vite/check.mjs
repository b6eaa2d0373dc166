const version = (project) => project.version("vite");

export const environments = [
  {
    name: "Vite, dev server",
    what: "npm run dev",
    version,
    async run(project) {
      await project.putManifest("public/waxseal.jws");
      return project.order(await project.start("npm", "run", "dev"));
    },
  },
  {
    name: "Vite, build",
    what: "vite build, dist served",
    quick: true,
    version,
    async run(project) {
      await project.run("npm", "run", "build");
      return project.order(project.serve("dist"));
    },
  },
];
