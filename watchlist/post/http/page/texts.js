// Sentences by key in one language, and times as that language writes them.

const LANGUAGES = ["zh", "en"];
const REMEMBERED = "gatehouse-language";
const UNITS = [["days", 86400], ["hours", 3600], ["minutes", 60]];

export class Texts {
  constructor() {
    this.sentences = {};
    this.language = "zh";
  }

  async start() {
    const files = LANGUAGES.map(async (name) => [name, await (await fetch(`/guard/page/texts/${name}.json`)).json()]);
    this.sentences = Object.fromEntries(await Promise.all(files));
    const wanted = localStorage.getItem(REMEMBERED) ?? (navigator.language.startsWith("zh") ? "zh" : "en");
    this.use(LANGUAGES.includes(wanted) ? wanted : "zh");
  }

  use(language) {
    this.language = language;
    localStorage.setItem(REMEMBERED, language);
    document.documentElement.lang = language;
  }

  other() {
    this.use(LANGUAGES[(LANGUAGES.indexOf(this.language) + 1) % LANGUAGES.length]);
  }

  say(key, values = {}) {
    const sentence = this.sentences[this.language][key] ?? key;
    return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  }

  /** About how long ago: "3 minutes ago". */
  rough(seconds) {
    for (const [unit, length] of UNITS) {
      const count = Math.floor(seconds / length);
      if (count >= 1) return this.say(count === 1 ? `format.${unit}_one` : `format.${unit}`, { count });
    }
    return this.say("format.just_now");
  }

  /** How long, in one unit: "12 s". */
  span(seconds) {
    const whole = Math.max(Math.floor(seconds), 0);
    if (whole < 120) return this.say("phone.seconds", { count: whole });
    if (whole < 7200) return this.say("phone.minutes", { count: Math.floor(whole / 60) });
    return this.say("phone.hours", { count: Math.floor(whole / 3600) });
  }

  /** 0:42, 12:05, 1:02:03. */
  counted(seconds) {
    const whole = Math.max(Math.floor(seconds), 0);
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
    return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  }

  /** The time of day, with the date when it is not that of `nowMs`. */
  clock(atMs, nowMs) {
    const at = new Date(atMs);
    const time = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
    if (at.toDateString() === new Date(nowMs).toDateString()) return time;
    return this.say("format.day", { month: at.getMonth() + 1, day: at.getDate(), time });
  }
}
