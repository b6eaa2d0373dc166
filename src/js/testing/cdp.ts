/** A session of the Chrome DevTools Protocol with one page. */
export interface CdpSession {
  /** Sends a command, and gives its answer. */
  send(method: string, params?: object): Promise<unknown>;
  /** Listens to an event. */
  on(event: string, listener: (params: never) => void): unknown;
}

/** A page of Playwright, as far as it is needed here. */
export interface PlaywrightPage {
  /** The page's context, which opens sessions. */
  context(): { newCDPSession(page: PlaywrightPage): Promise<CdpSession> };
}

/** The session of a page, or the one given. */
export async function sessionOf(target: PlaywrightPage | CdpSession): Promise<CdpSession> {
  return "context" in target ? target.context().newCDPSession(target) : target;
}

/** Runs a function in the page, with an argument that JSON can hold, and returns what it returns. */
export async function run<A, R>(
  session: CdpSession,
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
