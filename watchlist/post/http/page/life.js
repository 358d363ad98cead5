// What an alarm's life means to this guard. No page, no network: values in, values out.

export const CORRECTED_WITHIN_MS = 120000;
export const CLOSE = 0.05;
export const HERE_S = 10;
export const NOTE_LENGTH = 500;
const MANY = 60;

export const isOpen = (alarm) => alarm.life.stage === "raised" || alarm.life.stage === "taken";
export const isMine = (alarm, me) => alarm.life.owner === me.guard_id;
export const isFree = (alarm) => alarm.life.stage === "raised";
/** Nobody has it, or whoever has it lets it wait too long: anybody may take it. */
export const isUnanswered = (alarm) => isOpen(alarm) && (isFree(alarm) || alarm.life.level > 0);

/** Whether this guard decided it and may still decide otherwise. */
export function mayCorrect(alarm, me, nowMs) {
  const life = alarm.life;
  return life.stage === "decided" && isMine(alarm, me) && nowMs - Date.parse(life.since) <= CORRECTED_WITHIN_MS;
}

/** The newer revision of each counts, in whatever order they came; of those that are over the newest stay. */
export function merged(known, told) {
  const alarms = new Map(known);
  for (const alarm of told) {
    const before = alarms.get(alarm.alarm_id);
    if (!before || alarm.revision >= before.revision) alarms.set(alarm.alarm_id, alarm);
  }
  const over = [...alarms.values()].filter((alarm) => !isOpen(alarm)).sort((a, b) => a.revision - b.revision);
  for (const alarm of over.slice(0, Math.max(over.length - MANY, 0))) alarms.delete(alarm.alarm_id);
  return alarms;
}

/** The open ones, the oldest first. */
export function openOnes(alarms) {
  const at = (alarm) => Date.parse(alarm.raised_at);
  return [...alarms.values()].filter(isOpen).sort((a, b) => at(a) - at(b) || (a.alarm_id < b.alarm_id ? -1 : 1));
}

/** The one to show by itself: the newest that is this guard's, that nobody has, that somebody else has. */
export function toFront(open, me) {
  const newest = [...open].reverse();
  return newest.find((alarm) => isMine(alarm, me)) ?? newest.find(isFree) ?? newest[0] ?? null;
}

/** The alarm colour is for what nobody has answered. */
export function tone(alarm, me) {
  if (!isOpen(alarm)) return "plain";
  if (isUnanswered(alarm)) return "alarm";
  return isMine(alarm, me) ? "mine" : "plain";
}

/** The state in a word or two: a key, and who. */
export function word(alarm, me) {
  const life = alarm.life;
  if (!isOpen(alarm)) return [`outcome.${life.verdict ?? life.stage}`];
  if (life.stage === "taken") {
    const late = life.level ? "_late" : "";
    return isMine(alarm, me) ? [`state.mine${late}`] : [`state.theirs${late}`, life.owner];
  }
  if (life.level) return ["state.escalated"];
  if (life.meant_for === me.guard_id) return ["state.for_you"];
  return life.meant_for ? ["state.for", life.meant_for] : ["state.new"];
}

export function owner(alarm, me) {
  const life = alarm.life;
  if (!life.owner) return life.meant_for ? ["owner.asked", life.meant_for] : ["owner.nobody"];
  return isMine(alarm, me) ? ["owner.me"] : ["owner.other", life.owner];
}

/** What this guard may do with it now. */
export function may(alarm, me, correcting) {
  const open = isOpen(alarm);
  const mine = open && isMine(alarm, me);
  return {
    take: isUnanswered(alarm),
    takeOver: open && !mine && !isUnanswered(alarm) && me.role === "supervisor",
    decide: isFree(alarm) || mine || correcting,
    giveBack: mine,
  };
}

export function isClose(alarm) {
  return alarm.runner_up !== null && alarm.score - alarm.runner_up < CLOSE;
}

/** What is rung for: an alarm that is new since this guard came, one that got louder, one that a colleague hands over. */
export function rings(before, alarm, me, beganAtMs) {
  if (!isOpen(alarm)) return false;
  if (!before) return isFree(alarm) && Date.parse(alarm.raised_at) > beganAtMs;
  const louder = alarm.life.level > before.life.level;
  const asked = alarm.life.meant_for === me.guard_id && before.life.meant_for !== me.guard_id;
  return louder || asked;
}
