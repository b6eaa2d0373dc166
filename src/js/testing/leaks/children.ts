import type { Devtools } from "./cdp.js";

/*
 * Frames of other sites and workers have sessions of their own. They are spoken to through the
 * page's (Target.sendMessageToTarget): that is what every client can, whatever it makes of sessions.
 */

type Listener = (params: never) => void;

/** Has each frame of another site, and each worker, watched before its scripts run. */
export async function attachToChildren(
  session: Devtools,
  watch: (child: Devtools) => Promise<void>,
): Promise<void> {
  const children = new Map<string, Child>();
  session.on("Target.attachedToTarget", ({ sessionId }: { sessionId: string }) => {
    const child = new Child(session, sessionId);
    children.set(sessionId, child);
    const resume = () => child.send("Runtime.runIfWaitingForDebugger");
    // One that is gone again cannot leak any more.
    watch(child).then(resume, resume).catch(() => undefined);
  });
  type Received = { sessionId: string; message: string };
  session.on("Target.receivedMessageFromTarget", ({ sessionId, message }: Received) => {
    children.get(sessionId)?.receive(JSON.parse(message));
  });
  await session.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: false,
  });
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

class Child implements Devtools {
  readonly #parent: Devtools;
  readonly #id: string;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Listener[]>();
  #count = 0;

  constructor(parent: Devtools, id: string) {
    this.#parent = parent;
    this.#id = id;
  }

  send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#count;
    const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    const message = JSON.stringify({ id, method, params });
    const sent = this.#parent.send("Target.sendMessageToTarget", { sessionId: this.#id, message });
    return sent.then(() => answer);
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  receive({ id, method, params, result, error }: Message): void {
    for (const listener of this.#listeners.get(method ?? "") ?? []) listener(params as never);
    const pending = this.#pending.get(id ?? 0);
    this.#pending.delete(id ?? 0);
    if (error) pending?.reject(new Error(error.message));
    else pending?.resolve(result);
  }
}
