// Elements from values. Text is only ever text.

/** h("button", {class: "x", onclick: f, data: {a: 1}}, "words", element, ...): null and false are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function button(id, words, onclick, more = {}) {
  return h("button", { type: "button", id, onclick, ...more }, words);
}

/**
 * Puts the children in, in place of what differs: what is the same stays, so that no press and no picture is lost.
 * Two buttons that look the same and do something else must differ in their data.
 */
export function fill(place, children) {
  const fresh = children.filter(Boolean);
  const old = [...place.children];
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  fresh.forEach((child, at) => {
    if (!old[at]) place.append(child);
    else if (!isSame(old[at], child)) old[at].replaceWith(child);
  });
  for (const gone of old.slice(fresh.length)) gone.remove();
  if (focused && document.activeElement.id !== focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

/** A piece that is written anew every second knows values that a new one knows better. */
function isSame(old, fresh) {
  return old.isEqualNode(fresh) && !fresh.matches("[data-tick]") && !fresh.querySelector("[data-tick]");
}
