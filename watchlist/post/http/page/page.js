// The guards' page: what it knows, and what happens when something is told, pressed or over.

import { act, refused } from "./acting.js";
import { Refused, alarmPath, get } from "./api.js";
import { cardFoot, cardMain, picturesOf } from "./card.js";
import { fill, h } from "./dom.js";
import { backFoot, camerasMain, forwardMain, noteMain, quietMain, sheetMain } from "./folders.js";
import { drawHead, lineTold } from "./head.js";
import { isOpen, mayCorrect, merged, openOnes, rings, toFront } from "./life.js";
import { Line } from "./line.js";
import { loginMain } from "./login.js";
import { Pictures } from "./pictures.js";
import { Ring } from "./ring.js";
import * as session from "./session.js";
import { Texts } from "./texts.js";

const SETTLES_MS = 800;
const NOTICE_MS = 8000;
const OVERVIEW_EVERY_MS = 10000;
const STICKY = new Set(["login", "note"]);
const place = (id) => document.getElementById(id);

class App {
  constructor() {
    this.texts = new Texts();
    this.say = (key, values) => this.texts.say(key, values);
    this.ring = new Ring();
    this.pictures = new Pictures(() => this.draw(), () => this.over());
    this.line = new Line({
      told: (event, data) => this.told(event, data),
      heard: () => this.heard(),
      lost: () => this.lost(),
    });
    this.aheadMs = 0;
    this.touchedAt = Date.now();
    this.drawn = "";
    this.forget("");
  }

  /** Everything personal goes; `said` is what the login page says. */
  forget(said, untilMs = 0) {
    this.line.stop();
    this.pictures.forget();
    Object.assign(this, {
      me: null, colleagues: [], rules: {}, alarms: new Map(), beganAt: 0, overview: null, overviewAt: 0,
      page: "login", chosen: "", shown: "", shownSince: -SETTLES_MS, correcting: "", note: "", sheet: null, looking: "",
      acting: false, isFresh: false, heardAt: 0, loginSaid: said, waitUntil: untilMs, noticeUntil: 0,
    });
    place("notice").replaceChildren();
    place("ringing").textContent = "";
  }

  now() {
    return Date.now() + this.aheadMs;
  }

  name(guardId) {
    if (guardId === "gatehouse") return this.say("phone.program");
    return [this.me, ...this.colleagues].find((guard) => guard?.guard_id === guardId)?.name ?? guardId ?? "";
  }

  words([key, who]) {
    return this.say(key, { who: this.name(who) });
  }

  isBusy() {
    return this.acting || performance.now() - this.shownSince < SETTLES_MS;
  }

  /** A piece of text that is written anew every second. */
  ticking(write, id = null) {
    const piece = h("span", { id, "data-tick": "" }, write());
    piece.write = write;
    return piece;
  }

  begin() {
    return session.begin(this);
  }

  logIn(given) {
    return session.logIn(this, given);
  }

  lock(said = "") {
    return session.lock(this, said);
  }

  over() {
    this.forget("login.over");
    this.draw();
  }

  // What the hub tells.

  told(event, data) {
    if (event === "over") this.over();
    if (event !== "changes" || !this.me) return;
    const before = this.alarms;
    this.learn(data.alarms);
    const loud = data.alarms.filter((alarm) => rings(before.get(alarm.alarm_id), alarm, this.me, this.beganAt));
    if (loud.length) {
      this.ring.ring();
      place("ringing").textContent = this.say("phone.new", { camera: loud.at(-1).camera });
    }
    this.lookAround();
    this.draw();
  }

  learn(alarms) {
    this.alarms = merged(this.alarms, alarms);
  }

  heard() {
    const wasFresh = this.isFresh;
    Object.assign(this, { isFresh: true, heardAt: Date.now() });
    if (!wasFresh) this.draw();
    if (Date.now() - this.overviewAt > OVERVIEW_EVERY_MS && !document.hidden) this.lookAround();
  }

  lost() {
    this.isFresh = false;
    this.tick();
    this.draw();
  }

  async lookAround() {
    this.overviewAt = Date.now();
    const me = this.me;
    try {
      const overview = await get("/overview");
      if (this.me !== me) return;
      this.overview = overview;
      this.aheadMs = Date.parse(overview.at) - Date.now();
      this.draw();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.kind === "session-over" && this.me) this.over();
    }
  }

  // What the guard does.

  act(alarm, what) {
    return act(this, alarm, what);
  }

  notice(words) {
    this.noticeUntil = Date.now() + NOTICE_MS;
    place("notice").replaceChildren(h("p", {}, words));
  }

  choose(alarm) {
    Object.assign(this, { chosen: alarm.alarm_id, shown: alarm.alarm_id, shownSince: -SETTLES_MS, correcting: "", note: "" });
    this.draw();
  }

  correct(alarm) {
    Object.assign(this, { chosen: alarm.alarm_id, shown: alarm.alarm_id, correcting: alarm.alarm_id, page: "now" });
    this.draw();
  }

  async open(page, alarm) {
    Object.assign(this, { page, chosen: alarm ? alarm.alarm_id : this.chosen, sheet: null, looking: "" });
    this.draw();
    if (page !== "sheet") return;
    try {
      this.sheet = await get(alarmPath(alarm.alarm_id, "sheet"));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.page = "now";
      if (this.me) refused(this, error, alarm);
    }
    this.draw();
  }

  back() {
    Object.assign(this, { page: "now", sheet: null, looking: "" });
    this.draw();
  }

  look(camera, path) {
    if (this.pictures.kept.has(path)) this.pictures.drop(path, this.pictures.kept.get(path));
    this.looking = this.looking === camera ? "" : camera;
    this.draw();
  }

  language() {
    this.texts.other();
    this.draw();
  }

  // What is shown.

  front() {
    const chosen = this.alarms.get(this.chosen);
    const stays = chosen && (isOpen(chosen) || (this.correcting === this.chosen && mayCorrect(chosen, this.me, this.now())));
    if (!stays) Object.assign(this, { chosen: "", correcting: "" });
    const alarm = stays ? chosen : toFront(openOnes(this.alarms), this.me);
    const id = alarm?.alarm_id ?? "";
    if (id !== this.shown) {
      Object.assign(this, { shown: id, shownSince: stays ? -SETTLES_MS : performance.now(), note: "" });
      if (!stays) setTimeout(() => this.draw(), SETTLES_MS + 20);
    }
    return alarm;
  }

  draw() {
    const what = `${this.page} ${this.texts.language} ${document.hidden}`;
    drawHead(this, place("head"));
    document.title = this.say("head.title");
    if (this.drawn === what && STICKY.has(this.page)) return;
    if (this.drawn !== what) window.scrollTo(0, 0);
    this.drawn = what;
    const [main, foot] = document.hidden ? [[], []] : this.pageNow();
    fill(place("main"), main);
    fill(place("foot"), foot);
  }

  pageNow() {
    if (this.page === "login") return [loginMain(this), []];
    const alarm = this.front();
    if (this.page === "cameras") return [camerasMain(this), backFoot(this)];
    if (!this.chosen) this.page = "now"; // the alarm it was opened for is over
    if (this.page === "sheet") return [sheetMain(this, alarm), backFoot(this)];
    if (this.page === "forward") return [forwardMain(this, alarm), backFoot(this)];
    if (this.page === "note") return [noteMain(this), backFoot(this, this.say("phone.note_done"))];
    this.pictures.only(new Set(alarm ? picturesOf(alarm) : []));
    return alarm ? [cardMain(this, alarm), cardFoot(this, alarm)] : [quietMain(this), []];
  }

  tick() {
    for (const piece of document.querySelectorAll("[data-tick]")) {
      const words = piece.write();
      if (piece.textContent !== words) piece.textContent = words;
    }
    lineTold(this, place("line"));
    if (this.noticeUntil && Date.now() > this.noticeUntil) {
      this.noticeUntil = 0;
      place("notice").replaceChildren();
    }
    if (this.me && Date.now() - this.touchedAt > this.rules.lock_after_s * 1000) this.lock("login.locked");
    if (place("correct") && !this.correctable()) this.draw();
  }

  correctable() {
    const mine = this.me ? [...this.alarms.values()].filter((alarm) => mayCorrect(alarm, this.me, this.now())) : [];
    return mine.sort((a, b) => Date.parse(a.life.since) - Date.parse(b.life.since)).at(-1) ?? null;
  }

  loginTold() {
    return session.loginTold(this);
  }

  /** Nothing personal lies behind a screen that nobody sees. */
  seen() {
    this.tick();
    if (document.hidden) this.pictures.forget();
    else this.line.hurry();
    this.draw();
  }

  touched() {
    if (this.me && Date.now() - this.touchedAt > this.rules.lock_after_s * 1000) return;
    this.touchedAt = Date.now();
    const wasAllowed = this.ring.isAllowed;
    this.ring.touched();
    if (!wasAllowed && this.page === "now") setTimeout(() => this.draw(), 300);
  }

  async start() {
    for (const what of ["pointerdown", "keydown"]) window.addEventListener(what, () => this.touched(), true);
    document.addEventListener("visibilitychange", () => this.seen());
    window.addEventListener("online", () => this.line.hurry());
    window.addEventListener("pagehide", () => fill(place("main"), []));
    await this.texts.start();
    await this.begin();
    setInterval(() => this.tick(), 1000);
  }
}

new App().start();
