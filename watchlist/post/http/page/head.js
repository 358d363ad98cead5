// The top of the page: how old what is shown is, the way to the cameras, the language, the lock, and what may be
// corrected.

import { button, fill, h } from "./dom.js";
import { listAge } from "./folders.js";

export function drawHead(app, place) {
  const { say } = app;
  const language = button("language", say("head.language"), () => app.language());
  if (!app.me) {
    fill(place, [h("div", { class: "bar" }, h("strong", {}, say("head.title")), language)]);
    return;
  }
  const isCameras = app.page === "cameras";
  const other = isCameras
    ? button("alarms", say("phone.alarms"), () => app.back())
    : button("cameras", say("phone.cameras"), () => app.open("cameras", null));
  fill(place, [
    h("p", { id: "line", role: "status" }),
    h("div", { class: "bar" }, other, language, button("lock", say("head.lock"), () => app.lock())),
    listCare(app),
    correction(app),
  ]);
  lineTold(app, place.querySelector("#line"));
}

/** Amber as soon as the line is lost; how old the last news is. */
export function lineTold(app, line) {
  if (!line) return;
  const age = app.texts.span((Date.now() - app.heardAt) / 1000);
  const words = app.isFresh ? app.say("phone.fresh") : app.heardAt ? app.say("phone.old", { age }) : app.say("phone.never");
  line.className = app.isFresh ? "fresh" : "care";
  if (line.textContent !== words) line.textContent = words;
}

const LIST_CARE = { old: "strip.list_old", never: "strip.list_never", "clock wrong": "strip.list_clock_wrong" };

/** Whom the cameras look for may be out of date: on every page. Nothing while nobody knows. */
function listCare(app) {
  const key = LIST_CARE[app.overview?.freshness];
  if (!key || !app.isFresh) return null;
  return h("p", { class: "care", id: "list-care" }, app.ticking(() => app.say(key, { age: listAge(app) })));
}

function correction(app) {
  const alarm = app.correctable();
  if (!alarm || document.hidden) return null;
  const verdict = app.say(`outcome.${alarm.life.verdict}`);
  const leftS = () => (Date.parse(alarm.life.since) + 120000 - app.now()) / 1000;
  const key = app.correcting === alarm.alarm_id ? "strip.correcting" : "strip.decided";
  const words = () => app.say(key, { camera: alarm.camera, verdict, left: app.texts.counted(leftS()) });
  return h("div", { class: "strip", data: { alarm: alarm.alarm_id } }, app.ticking(words),
    app.correcting !== alarm.alarm_id && button("correct", app.say("strip.correct"), () => app.correct(alarm)));
}
