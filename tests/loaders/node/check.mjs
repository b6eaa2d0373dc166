const version = async (project) => (await project.run("node", "--version")).trim().slice(1);
const environment = (name, file) => ({
  name,
  what: `node ${file}`,
  quick: true,
  version,
  async run(project) {
    await project.putManifest("waxseal.jws");
    return (await project.run("node", file)).trim();
  },
});

export const environments = [
  environment("Node.js, import", "order.mjs"),
  environment("Node.js, require", "order.cjs"),
];
