// Faces: fetched one after another, kept while they may be shown, and gone from memory when they may not.

import { Refused, picture } from "./api.js";

const TRIES = 3;
const KEPT = 12;

export class Pictures {
  /** `came()` when one has come; `over()` when the session is. */
  constructor(came, over) {
    this.came = came;
    this.over = over;
    this.kept = new Map();
    this.wanted = [];
    this.ending = null;
  }

  /** Its address for an <img>, "" where there is none, null while it is on its way. */
  of(path) {
    if (this.kept.has(path)) return this.kept.get(path);
    if (!this.wanted.includes(path)) {
      this.wanted.push(path);
      this.work();
    }
    return null;
  }

  /** What is not shown any more is not worth waiting for. */
  only(paths) {
    this.wanted = this.wanted.filter((path) => paths.has(path));
    for (const [path, address] of this.kept) {
      if (this.kept.size <= KEPT) break;
      if (!paths.has(path)) this.drop(path, address);
    }
  }

  forget() {
    this.ending?.abort();
    this.ending = null;
    this.wanted = [];
    for (const [path, address] of this.kept) this.drop(path, address);
  }

  drop(path, address) {
    if (address) URL.revokeObjectURL(address);
    this.kept.delete(path);
  }

  async work() {
    if (this.ending) return;
    const ending = new AbortController();
    this.ending = ending;
    while (this.wanted.length && this.ending === ending) {
      const path = this.wanted[0];
      const found = await this.fetched(path, ending);
      if (this.ending !== ending) return;
      this.wanted = this.wanted.filter((other) => other !== path);
      if (found !== undefined) this.kept.set(path, found === null ? "" : URL.createObjectURL(found));
      this.came();
    }
    if (this.ending === ending) this.ending = null;
  }

  /** A Blob; null where there is none; undefined when the network gave it up. */
  async fetched(path, ending) {
    for (let tried = 0; tried < TRIES; tried += 1) {
      try {
        return await picture(path, ending.signal);
      } catch (error) {
        if (ending.signal.aborted || !(error instanceof Refused)) return undefined;
        if (error.kind === "session-over") {
          this.over();
          return undefined;
        }
        if (error.kind !== "away") return null;
        await new Promise((done) => setTimeout(done, 1000 * (tried + 1)));
      }
    }
    return undefined;
  }
}
