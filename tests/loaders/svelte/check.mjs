export const environments = [
  {
    name: "SvelteKit",
    what: "vite build, vite preview",
    version: (project) => project.version("@sveltejs/kit"),
    async run(project) {
      await project.putManifest("static/waxseal.jws");
      await project.run("npm", "run", "build");
      return project.order(await project.start("npm", "run", "preview"));
    },
  },
];
