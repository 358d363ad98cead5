// What a guard does with an alarm, and what is said when that was refused.

import { Refused, alarmPath, post } from "./api.js";
import { isOpen } from "./life.js";

const WITH_A_NAME = { "alarm-taken": "taken", "alarm-over": "over", "not-your-alarm": "not_yours" };
const PLAIN = { "not-allowed": "refused.not_allowed", "no-such-alarm": "refused.gone", away: "refused.away" };

export async function act(app, alarm, what) {
  if (app.isBusy()) return;
  const me = app.me;
  app.acting = true;
  app.draw();
  try {
    const after = await post(alarmPath(alarm.alarm_id, "act"), what);
    if (!after?.life) throw new Refused("rubbish");
    if (app.me === me) done(app, after);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (app.me === me) refused(app, error, alarm);
  } finally {
    app.acting = false;
    app.draw();
  }
}

function done(app, after) {
  const isMine = isOpen(after) && after.life.owner === app.me.guard_id;
  app.learn([after]);
  Object.assign(app, { chosen: isMine ? after.alarm_id : "", correcting: "" });
  if (!isOpen(after)) app.note = "";
}

export function refused(app, error, alarm) {
  if (error.kind === "session-over") {
    app.over();
    return;
  }
  if (error.kind === "no-such-alarm") {
    app.alarms.delete(alarm.alarm_id);
    app.page = "now";
  }
  app.notice(told(app, error));
}

function told(app, error) {
  if (error.status === 429) return app.say("phone.busy");
  if (error.kind in PLAIN) return app.say(PLAIN[error.kind]);
  const who = app.name(error.who);
  if (error.kind in WITH_A_NAME) return app.say(`refused.${WITH_A_NAME[error.kind]}${who ? "_by" : ""}`, { who });
  return app.say("phone.rubbish");
}
