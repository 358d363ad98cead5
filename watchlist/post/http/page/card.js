// One alarm: two faces of one size, what is known, and the decisions at the bottom, where the thumb is.

import { alarmPath } from "./api.js";
import { button, h } from "./dom.js";
import { HERE_S, isClose, may, openOnes, owner, tone, word } from "./life.js";

const VERDICTS = [["confirm", "confirmed"], ["reject", "not_this_person"], ["cannot_tell", "cannot_tell"]];

export function cardMain(app, alarm) {
  const { say } = app;
  return [
    switcher(app, alarm),
    h("section", { class: `state ${tone(alarm, app.me)}`, "aria-label": app.words(word(alarm, app.me)) },
      h("p", { class: "word" }, app.words(word(alarm, app.me))),
      h("p", { class: "door" },
        h("span", { class: "where", id: "door" }, alarm.camera),
        app.ticking(() => app.texts.counted((app.now() - Date.parse(alarm.raised_at)) / 1000), "since"))),
    faces(app, alarm),
    h("p", { class: "rarity", id: "rarity" },
      alarm.one_in === null ? say("card.not_measured") : say("card.one_in", { number: alarm.one_in })),
    alarm.candidates.length > 1 && h("p", { class: "care" }, say("card.tie")),
    alarm.candidates.length === 1 && isClose(alarm) && h("p", { class: "care" }, say("card.runner_up")),
    h("p", { class: "muted" }, app.ticking(() => lastSeen(app, alarm)), h("br"),
      h("span", { id: "owner" }, app.words(owner(alarm, app.me)))),
    h("p", {}, instruction(app)),
    app.note && h("p", { class: "muted" }, say("phone.note_is", { note: app.note })),
  ];
}

export function cardFoot(app, alarm) {
  const { say } = app;
  const allowed = may(alarm, app.me, app.correcting === alarm.alarm_id);
  const busy = app.isBusy();
  const act = (what) => () => app.act(alarm, what);
  const decide = ([name, verdict]) =>
    button(name, say(`act.${name}`), () => app.act(alarm, { act: "decide", verdict, note: app.note }), {
      class: "decision",
      disabled: busy,
      "aria-pressed": app.correcting === alarm.alarm_id ? String(alarm.life.verdict === verdict) : null,
    });
  return [
    h("div", { class: "decisions", data: { alarm: alarm.alarm_id } },
      allowed.take && button("take", say("act.take"), act({ act: "take" }), { class: "primary", disabled: busy }),
      allowed.takeOver && button("take_over", say("act.take_over"), act({ act: "take", over: true }), { disabled: busy }),
      allowed.decide && h("div", { class: "row" }, VERDICTS.map(decide)),
      h("div", { class: "row small" },
        allowed.giveBack && button("release", say("act.release"), act({ act: "release" }), { disabled: busy }),
        allowed.giveBack && button("forward", say("act.forward"), () => app.open("forward", alarm), { disabled: busy }),
        allowed.decide && button("note", say("phone.note"), () => app.open("note", alarm)),
        button("sheet", say("act.sheet"), () => app.open("sheet", alarm)))),
  ];
}

function switcher(app, alarm) {
  const open = openOnes(app.alarms);
  const place = open.indexOf(alarm);
  if (open.length < 2 || place < 0) return null;
  const go = (step) => () => app.choose(open[(place + step + open.length) % open.length]);
  const where = app.say("phone.place", { place: place + 1, count: open.length });
  const data = { alarms: open.map((one) => one.alarm_id).join(" "), alarm: alarm.alarm_id };
  return h("nav", { class: "switcher", "aria-label": where, data },
    button("previous", app.say("phone.previous"), go(-1)),
    h("span", { id: "place", "aria-hidden": "true" }, `${place + 1} / ${open.length}`),
    button("next", app.say("phone.next"), go(1)));
}

function faces(app, alarm) {
  const at = app.texts.clock(Date.parse(alarm.raised_at), app.now());
  const captured = alarm.has_picture ? alarmPath(alarm.alarm_id, "captured") : "";
  const tie = alarm.candidates.length > 1;
  return h("section", { class: "faces" },
    face(app, captured, app.say("face.captured"), at, "captured"),
    alarm.candidates.map((one, place) => {
      const path = one.has_photo ? alarmPath(alarm.alarm_id, `enrolled/${encodeURIComponent(one.person_id)}`) : "";
      const caption = tie ? app.say("face.either", { place: place + 1 }) : app.say("face.enrolled");
      return face(app, path, caption, one.name || app.say("name.erased"), `enrolled-${place}`);
    }));
}

function face(app, path, caption, below, id) {
  const address = path ? app.pictures.of(path) : "";
  const frame = address
    ? h("img", { src: address, alt: `${caption}: ${below}`, id: `face-${id}`, draggable: "false" })
    : h("span", { class: "muted" }, app.say(address === null ? "face.waits" : "face.erased"));
  return h("figure", {},
    h("div", { class: "frame" }, frame),
    h("figcaption", {}, h("span", { class: "muted" }, caption), h("strong", { id: `name-${id}` }, below)));
}

export function picturesOf(alarm) {
  const enrolled = alarm.candidates.map((one) => `enrolled/${encodeURIComponent(one.person_id)}`);
  return ["captured", ...enrolled].map((what) => alarmPath(alarm.alarm_id, what));
}

function lastSeen(app, alarm) {
  const age = (app.now() - Date.parse(alarm.last_seen_at)) / 1000;
  const camera = alarm.last_camera;
  return age < HERE_S ? app.say("card.here", { camera }) : app.say("card.last_seen", { camera, age: app.texts.rough(age) });
}

function instruction(app) {
  const { instruction: zh, instruction_en: en } = app.rules;
  return (app.texts.language === "zh" ? zh || en : en || zh) || app.say("card.instruction");
}
