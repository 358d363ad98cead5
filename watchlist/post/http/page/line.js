// The line of events: read here by hand, because a browser's EventSource tells neither that the line is still good
// nor why it was refused. It is opened again by itself, after growing waits.

import { Refused, opened } from "./api.js";

const SILENT_AFTER_MS = 12000;
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15000];

export class Line {
  /** `told(event, data)` for every event, `heard()` for every sign of life, `lost()` when the line is gone. */
  constructor({ told, heard, lost }) {
    this.told = told;
    this.heard = heard;
    this.lost = lost;
    this.after = 0;
    this.tries = 0;
    this.ending = null;
    this.timer = 0;
  }

  start() {
    this.after = 0;
    this.tries = 0;
    this.open();
  }

  stop() {
    clearTimeout(this.timer);
    this.ending?.abort();
    this.ending = null;
  }

  /** Not later: the network came back, or somebody looks again. */
  hurry() {
    if (this.ending === null) return;
    if (this.timer) {
      this.tries = 0;
      this.open();
    }
  }

  async open() {
    this.stop();
    const ending = new AbortController();
    this.ending = ending;
    this.timer = 0;
    let watchdog = 0;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => ending.abort(), SILENT_AFTER_MS);
    };
    try {
      alive();
      const response = await opened(`/events?after=${this.after}`, ending.signal);
      await this.read(response.body.getReader(), alive, ending);
    } catch (error) {
      if (error instanceof Refused && error.kind === "session-over" && this.ending === ending) {
        this.told("over", {});
        return;
      }
    } finally {
      clearTimeout(watchdog);
    }
    if (this.ending === ending) this.again();
  }

  again() {
    this.lost();
    const wait = WAITS_MS[Math.min(this.tries, WAITS_MS.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
  }

  async read(reader, alive, ending) {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.ending !== ending) return;
      alive();
      this.tries = 0;
      this.heard();
      text += decoder.decode(value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop();
      for (const one of events) this.take(one, ending);
    }
  }

  take(written, ending) {
    const fields = {};
    for (const line of written.split("\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1).trim();
    }
    if (!fields.event || this.ending !== ending) return;
    const data = JSON.parse(fields.data ?? "{}");
    if (fields.id) this.after = Number(fields.id) || this.after;
    // Apart from the line: a fault in what is done with it is no fault of the line.
    queueMicrotask(() => this.told(fields.event, data.value ?? data));
  }
}
