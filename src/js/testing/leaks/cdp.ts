/** A session of the Chrome DevTools Protocol, as the kit speaks to it. */
export interface Devtools {
  send(method: string, params?: object): Promise<unknown>;
  on(event: string, listener: (params: never) => void): unknown;
}

/**
 * A session of the Chrome DevTools Protocol with one page: Playwright's, Puppeteer's or your own.
 * Each names the protocol's commands and events in types of its own, which this leaves to them.
 */
export interface CdpSession {
  /** Sends a command with its parameters, and gives its answer. */
  send(method: never, params?: never): Promise<unknown>;
  /** Listens to an event. */
  on(event: never, listener: never): unknown;
}

/** A page of Playwright, as far as it is needed here. */
export interface PlaywrightPage {
  /** The page's context, which opens sessions. */
  context(): { newCDPSession(page: never): Promise<CdpSession> };
}

/** The session of a page, or the one given. */
export async function sessionOf(target: PlaywrightPage | CdpSession): Promise<Devtools> {
  const session = "context" in target ? await target.context().newCDPSession(target as never) : target;
  return session as Devtools;
}

/** Runs a function in the page, with an argument that JSON can hold, and returns what it returns. */
export async function run<A, R>(
  session: Devtools,
  action: (argument: A) => R | Promise<R>,
  argument: A,
): Promise<R> {
  const expression = `(${action})(${JSON.stringify(argument)})`;
  const answer = await session.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
    userGesture: true,
  });
  const { result, exceptionDetails } = answer as {
    result: { value: R };
    exceptionDetails?: { exception?: { description?: string } };
  };
  if (!exceptionDetails) return result.value;
  throw new Error(`in the page: ${exceptionDetails.exception?.description ?? "an error"}`);
}
