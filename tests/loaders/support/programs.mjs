// Other programs: run to their end, or started and stopped.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** No tool reports home, checks for updates or colours what it prints. */
const ENV = {
  ...process.env,
  NO_COLOR: "1",
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  DENO_NO_UPDATE_CHECK: "1",
};
const PATIENCE_TO_END = 400_000;
const PATIENCE_TO_START = 90_000;
const ADDRESS = /http:\/\/localhost:\d+/;
const RECENT = 40;

/** Runs a command and returns what it wrote to standard output. */
export async function run(cwd, command, env) {
  const { child, output } = launch(cwd, command, env);
  const timer = setTimeout(() => stop(child), PATIENCE_TO_END);
  const code = await ended(child);
  clearTimeout(timer);
  if (code !== 0) throw failure(command, `ended with ${code}`, output.all);
  return output.stdout;
}

/** Starts a server and waits until it has printed its address. */
export async function start(cwd, command, env) {
  const { child, output } = launch(cwd, command, env);
  let hasEnded = false;
  void ended(child).then(() => (hasEnded = true));
  const until = Date.now() + PATIENCE_TO_START;
  while (!ADDRESS.test(output.all)) {
    if (hasEnded || Date.now() > until) {
      stop(child);
      throw failure(command, "gave no address", output.all);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { origin: output.all.match(ADDRESS)[0], stop: () => stop(child) };
}

/** In a group of its own, so that what it starts can be stopped with it. */
export function launch(cwd, [program, ...args], env) {
  const stdio = ["ignore", "pipe", "pipe"];
  const child = spawn(program, args, { cwd, env: { ...ENV, ...env }, stdio, detached: true });
  const output = { stdout: "", all: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text, output.all += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (output.all += text));
  child.on("error", (error) => (output.all += error.message));
  return { child, output };
}

function ended(child) {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", resolve);
  });
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export function stop(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

function failure(command, how, output) {
  const last = output.trimEnd().split("\n").slice(-RECENT).join("\n");
  return new Error(`${command.join(" ")} ${how}\n${last}`);
}
