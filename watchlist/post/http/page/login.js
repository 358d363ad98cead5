// Number and PIN. Nothing of it is kept after it was sent.

import { button, h } from "./dom.js";

export function loginMain(app) {
  const { say } = app;
  const number = h("input", {
    id: "number", name: "number", autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false",
    maxlength: 32, enterkeyhint: "next", required: true,
  });
  const pin = h("input", {
    id: "pin", name: "pin", type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 12,
    enterkeyhint: "go", required: true,
  });
  const show = button("show", say("phone.show"), () => {
    pin.type = pin.type === "password" ? "text" : "password";
    show.textContent = say(pin.type === "password" ? "phone.show" : "phone.hide");
  });
  const enter = h("button", { id: "enter", type: "submit", class: "primary" }, say("login.enter"));
  const submit = (event) => {
    event.preventDefault();
    if (app.isBusy()) return;
    const given = { guard_id: number.value.trim(), pin: pin.value };
    pin.value = "";
    if (given.guard_id && given.pin) app.logIn(given);
    else (given.guard_id ? pin : number).focus();
  };
  return [
    h("form", { onsubmit: submit, novalidate: true },
      h("h1", {}, say("login.title")),
      h("p", { id: "login-said", role: "status" }, app.ticking(() => app.loginTold())),
      h("label", { for: "number" }, say("phone.number")), number,
      h("label", { for: "pin" }, say("login.pin")), pin, show, enter),
  ];
}
