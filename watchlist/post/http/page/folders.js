// What is not an alarm's card: the quiet state, the cameras, details, a note, and to whom to forward.

import { button, h } from "./dom.js";
import { NOTE_LENGTH } from "./life.js";

const STAYS_SHOWN = 20;
const WELL = new Set(["live", "ended"]);
const NEEDS_NOBODY = new Set([...WELL, "starting"]);
const SHAPES = { live: "●", starting: "◌", ended: "■", unknown: "?" };

export function quietMain(app) {
  const { say, overview } = app;
  if (!overview) return [h("h1", {}, say("quiet.unknown"))];
  const care = overview.freshness !== "fresh" || !overview.cameras.length || overview.cameras.some((view) => !NEEDS_NOBODY.has(view.sight));
  const last = overview.last_alarm_at && Date.parse(overview.last_alarm_at);
  const at = () => app.texts.clock(last, app.now());
  const age = () => app.texts.rough((app.now() - last) / 1000);
  return [
    app.isFresh
      ? h("section", { class: "state well" }, h("h1", {}, say("quiet.title")),
        h("p", {}, say(care ? "quiet.care" : "quiet.well")))
      : h("section", { class: "state care" }, h("h1", {}, say("quiet.unknown")),
        h("p", {}, say("quiet.unknown_detail"))),
    h("p", {}, h("span", { class: "muted" }, say("quiet.last")), h("br"),
      last ? app.ticking(() => say("quiet.last_at", { at: at(), age: age() })) : say("quiet.no_last")),
    h("p", { id: "cameras-told" }, camerasTold(app)),
    h("p", { id: "list-told" }, h("span", { class: "muted" }, say("quiet.list")), h("br"),
      app.ticking(() => listTold(app))),
    !app.ring.isAllowed && h("p", { class: "care" }, say("phone.sound_first")),
  ];
}

const LIST_TOLD = { never: "quiet.list_never", "clock wrong": "quiet.list_clock_wrong" };

function listTold(app) {
  const { freshness, people } = app.overview;
  return app.say(LIST_TOLD[freshness] ?? "quiet.list_age", { people, age: listAge(app) });
}

export function listAge(app) {
  return app.texts.rough((app.now() - Date.parse(app.overview.list_at)) / 1000);
}

export function camerasTold(app) {
  const views = app.overview?.cameras ?? [];
  const live = views.filter((view) => WELL.has(view.sight)).length;
  const isKnown = views.some((view) => view.sight !== "unknown");
  return isKnown ? app.say("side.cameras", { live, every: views.length }) : app.say("side.cameras_old");
}

export function camerasMain(app) {
  const { say } = app;
  const views = [...(app.overview?.cameras ?? [])].sort((a, b) => NEEDS_NOBODY.has(a.sight) - NEEDS_NOBODY.has(b.sight));
  const isAway = views.every((view) => view.sight === "unknown");
  return [
    h("h1", {}, camerasTold(app)),
    isAway && h("p", { class: "care", id: "watch-away" }, say("phone.watch_away")),
    h("ul", { class: "cameras" }, views.map((view) => camera(app, view))),
  ];
}

function camera(app, view) {
  const { say } = app;
  const word = say(`sight.${view.sight}`);
  const care = !NEEDS_NOBODY.has(view.sight);
  const at = app.texts.clock(Date.parse(view.since), app.now());
  const path = `/thumbnail?camera=${encodeURIComponent(view.camera)}`;
  const isLooked = app.looking === view.camera;
  const address = isLooked ? app.pictures.of(path) : null;
  return h("li", { class: care ? "care" : "" },
    h("div", {},
      h("span", { class: "shape", "aria-hidden": "true" }, SHAPES[view.sight] ?? "▲"),
      h("span", {}, care ? say("side.since", { camera: view.camera, at, word }) : `${view.camera} · ${word}`)),
    WELL.has(view.sight) && button(`look-${view.camera}`, say("phone.look"), () => app.look(view.camera, path), {
      "aria-pressed": String(isLooked),
    }),
    isLooked && (address
      ? h("img", { src: address, alt: say("phone.view", { camera: view.camera }), class: "view" })
      : h("p", { class: "muted wide" }, say(address === "" ? "phone.no_view" : "face.waits"))));
}

export function sheetMain(app, alarm) {
  const { say, sheet } = app;
  const at = (moment) => app.texts.clock(Date.parse(moment), app.now());
  if (!sheet || sheet.alarm.alarm_id !== alarm.alarm_id) return [h("p", { class: "muted" }, say("sheet.waits"))];
  const reasons = sheet.alarm.candidates.map((one, place) =>
    h("p", { class: "reason" }, h("strong", {}, one.name || say("name.erased")), h("br"),
      sheet.reasons[place] || say("sheet.no_reason")));
  const stays = sheet.stays.slice(-STAYS_SHOWN).map((stay, place) =>
    h("li", {}, say("phone.stay", { number: place + 1, camera: stay.camera, since: at(stay.from_at), until: at(stay.to_at) })));
  const raised = say("step.raised", { at: at(alarm.raised_at), camera: alarm.camera });
  return [
    h("h1", {}, `${alarm.camera} · ${at(alarm.raised_at)}`),
    h("h2", {}, say("sheet.reasons")), ...reasons,
    h("h2", {}, say("sheet.way")), h("ul", {}, stays),
    h("h2", {}, say("sheet.steps")),
    h("ul", {}, h("li", {}, raised), sheet.steps.map((step) => h("li", {}, stepTold(app, step, at(step.at))))),
  ];
}

function stepTold(app, step, at) {
  const { act } = step;
  const verdict = act.verdict ? app.say(`outcome.${act.verdict}`) : "";
  const key = act.act === "take" && act.over ? "over" : act.act;
  const told = app.say(`step.${key}`, { at, who: app.name(step.who), to: app.name(act.to), verdict });
  return act.note ? app.say("step.noted", { told, note: act.note }) : told;
}

export function forwardMain(app, alarm) {
  const others = app.colleagues.map((guard, place) =>
    button(`to-${place}`, `${guard.name} · ${guard.guard_id}`, () => {
      app.back();
      app.act(alarm, { act: "forward", to: guard.guard_id });
    }, { disabled: app.isBusy() }));
  return [
    h("h1", {}, app.say("forward.title", { camera: alarm.camera })),
    h("div", { class: "choices", data: { alarm: alarm.alarm_id } }, others.length ? others : h("p", {}, app.say("forward.nobody"))),
  ];
}

export function noteMain(app) {
  const left = () => app.say("phone.note_left", { count: NOTE_LENGTH - app.note.length });
  const count = h("p", { class: "muted", id: "note-left" }, left());
  const area = h("textarea", {
    id: "note-words", maxlength: NOTE_LENGTH, rows: 5, autocomplete: "off", "aria-describedby": "note-left",
    oninput: () => {
      app.note = area.value;
      count.textContent = left();
    },
  });
  area.value = app.note;
  return [h("label", { for: "note-words" }, app.say("sheet.note")), area, count];
}

export function backFoot(app, words = app.say("act.back")) {
  return [button("back", words, () => app.back(), { class: "primary" })];
}

