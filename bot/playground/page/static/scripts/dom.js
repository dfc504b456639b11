// Elements without markup in strings: whatever a bot or a person wrote becomes text nodes, never HTML.

export const byId = (id) => document.getElementById(id);

/** An element. `props`: `on…` are listeners, `class`, `testid` and other names are attributes; false and null are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "testid") element.dataset.testid = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Two letters of a Vietnamese name: of the middle and the given name. */
export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return words.slice(-2).map((word) => word[0].toLocaleUpperCase("vi")).join("");
}

export function avatar(person) {
  return h("span", { class: "avatar", "data-hue": person.id % 6, "aria-hidden": "true" }, initials(person.name));
}

/** Makes `button` open and close `panel`; Escape and a click elsewhere close it. `fill()` draws it anew at each opening. */
export function menu(button, panel, fill) {
  const close = () => {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  button.addEventListener("click", () => {
    if (!panel.hidden) return close();
    panel.replaceChildren(...fill());
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    panel.querySelector("button")?.focus();
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[role=menuitem]")) close();
  });
  panel.parentElement.addEventListener("keydown", (event) => {
    if (panel.hidden) return;
    if (event.key === "Escape") {
      close();
      button.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const items = [...panel.querySelectorAll("[role=menuitem]")];
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.parentElement.contains(event.target)) close();
  });
}

export function menuItem(label, iconName, onclick, testid) {
  return h("button", { type: "button", role: "menuitem", onclick, testid }, icon(iconName), label);
}
