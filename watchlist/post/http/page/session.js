// Log in and log out. A cookie that no script can read holds the session.

import { Refused, get, post } from "./api.js";

const UNSENT_LOCK = "gatehouse-lock-unsent";

/** The shift that the browser's session is of; the login page where there is none. */
export async function begin(app) {
  try {
    if (localStorage.getItem(UNSENT_LOCK)) await sendLock();
    const { me, colleagues, rules } = await get("/shift");
    Object.assign(app, { me, colleagues, rules, page: "now", loginSaid: "", touchedAt: Date.now() });
    await app.lookAround();
    if (!app.me) return;
    app.beganAt = app.now();
    app.line.start();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    app.forget(error.kind === "session-over" ? app.loginSaid : "login.away");
  }
  app.draw();
}

export async function logIn(app, given) {
  Object.assign(app, { acting: true, loginSaid: "login.asked", waitUntil: 0 });
  app.tick();
  try {
    await post("/log-in", given);
    localStorage.removeItem(UNSENT_LOCK);
    app.loginSaid = "";
    await begin(app);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const isWrong = error.kind === "login-refused" || error.status === 400;
    app.loginSaid = error.waitS ? "login.wait" : isWrong ? "login.refused" : "login.away";
    app.waitUntil = Date.now() + error.waitS * 1000;
  } finally {
    app.acting = false;
    app.tick();
  }
}

export function loginTold(app) {
  const leftMs = app.waitUntil - Date.now();
  if (app.loginSaid === "login.wait" && leftMs <= 0) return app.say("login.refused");
  return app.loginSaid ? app.say(app.loginSaid, { left: app.texts.counted(Math.ceil(leftMs / 1000)) }) : "";
}

/** The page forgets at once; the hub is told as soon as it can be reached. */
export async function lock(app, said) {
  localStorage.setItem(UNSENT_LOCK, "1");
  app.forget(said);
  app.draw();
  try {
    await sendLock();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!app.me) app.loginSaid = "phone.not_on_the_line";
    app.tick();
  }
}

async function sendLock() {
  await post("/log-out");
  localStorage.removeItem(UNSENT_LOCK);
}
