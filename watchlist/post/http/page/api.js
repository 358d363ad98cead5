// One call to the hub. What it refuses is a Refused; a hub that cannot be reached, or is busy, is one of kind "away".

const PREFIX = "/guard/v1";
const ANSWERS_WITHIN_MS = 12000;
const KINDS = new Set([
  "session-over", "login-refused", "not-allowed", "no-such-alarm", "alarm-taken", "not-your-alarm", "alarm-over", "away",
]);

export class Refused extends Error {
  constructor(kind, { who = "", waitS = 0, status = 0 } = {}) {
    super(kind);
    this.kind = kind;
    this.who = who;
    this.waitS = waitS;
    this.status = status;
  }
}

export const alarmPath = (alarmId, what) => `/alarms/${encodeURIComponent(alarmId)}/${what}`;

export async function get(path, signal) {
  const response = await asked(path, {}, signal);
  return value(response);
}

export async function post(path, body = null) {
  const headers = { "Content-Type": "application/json", "Gatehouse-Page": "1" };
  const response = await asked(path, { method: "POST", headers, body: JSON.stringify({ value: body }) });
  return value(response);
}

/** A Blob, or null where there is no picture. */
export async function picture(path, signal) {
  const response = await asked(path, {}, signal);
  return response.status === 204 ? null : away(() => response.blob());
}

/** A response whose body goes on; whoever asked ends it by `signal`. */
export async function opened(path, signal) {
  const response = await away(() => fetch(PREFIX + path, { signal, cache: "no-store", credentials: "same-origin" }));
  return checked(response);
}

async function asked(path, how, signal) {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), ANSWERS_WITHIN_MS);
  signal?.addEventListener("abort", () => ending.abort(), { once: true });
  const all = { ...how, signal: ending.signal, cache: "no-store", credentials: "same-origin" };
  return checked(await away(() => fetch(PREFIX + path, all)));
}

async function value(response) {
  const text = await away(() => response.text());
  try {
    const { value: told } = JSON.parse(text);
    if (told !== undefined) return told;
  } catch {
    // Something else than the hub answered: a proxy, a portal.
  }
  throw new Refused("rubbish", { status: response.status });
}

async function checked(response) {
  if (response.ok) return response;
  let told = {};
  try {
    told = (await response.json()) ?? {};
  } catch {
    // As above.
  }
  const kind = KINDS.has(told.error) ? told.error : response.status >= 500 ? "away" : "rubbish";
  throw new Refused(kind, { who: String(told.who ?? ""), waitS: Number(told.wait_s) || 0, status: response.status });
}

async function away(ask) {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("away");
  }
}
