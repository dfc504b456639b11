// One message as an element: text, file or card, its time, and the buttons under it.

import { h, icon } from "./dom.js";
import { hour } from "./wall.js";
import { richText } from "./richtext.js";

const STYLES = new Set(["primary", "success", "danger"]);

/**
 * `message` is as the server tells it; `does` has what a person can do with it: command(text), link(url), tap(button,
 * element), copy(text), fileAddress(message, view), quoted(id), jump(id).
 */
export function bubble(message, does) {
  const body = h("div", { class: "bubble" });
  const quoted = message.replies_to && does.quoted(message.replies_to);
  if (quoted) {
    body.append(h("button", { type: "button", class: "quoted", onclick: () => does.jump(message.replies_to) }, quoted));
  }
  if (message.file) body.append(message.file.photo ? photo(message, does) : file(message, does));
  if (message.contact) body.append(card(message.contact));
  const words = h("span", { testid: "text" }, richText(message.text, message.entities, does));
  const edited = message.edited && h("span", { testid: "edited" }, "đã sửa ");
  body.append(h("div", { class: "text" }, words, h("span", { class: "meta" }, edited, h("time", {}, hour(message.at)))));
  const row = h("li", {
    class: ["message", message.mine && "mine", message.rows.length && "keyed"].filter(Boolean).join(" "),
    testid: message.mine ? "message-mine" : "message-bot",
    "data-message": message.id,
    "data-album": message.album,
  });
  row.append(h("span", { class: "unseen" }, message.mine ? "Tôi:" : "Bot:"), body);
  if (message.rows.length) row.append(buttons(message, does));
  return row;
}

function buttons(message, does) {
  return h(
    "div",
    { class: "keys" },
    message.rows.map((row) => h("div", { class: "key-row" }, row.map((button) => key(message, button, does)))),
  );
}

function key(message, button, does) {
  const style = STYLES.has(button.style) ? button.style : false;
  const shared = { class: style ? `key ${style}` : "key", testid: "inline-button" };
  const words = h("span", { class: "key-words" }, button.text);
  if (button.url) {
    const anchor = h("a", { ...shared, href: button.url, target: "_blank", rel: "noopener noreferrer" }, words, icon("link"));
    anchor.addEventListener("click", (event) => {
      if (does.link(button.url)) event.preventDefault();
    });
    return anchor;
  }
  if (button.copies !== null) {
    return h("button", { ...shared, type: "button", onclick: () => does.copy(button.copies) }, words, icon("copy"));
  }
  const element = h("button", { ...shared, type: "button" }, words);
  element.dataset.data = button.data ?? "";
  element.addEventListener("click", () => does.tap(message, button, element));
  return element;
}

function photo(message, does) {
  const image = h("img", { src: does.fileAddress(message, true), alt: `Ảnh: ${message.file.name}`, testid: "photo", loading: "lazy" });
  return h("a", { class: "photo", href: does.fileAddress(message, true), target: "_blank", rel: "noopener" }, image);
}

function file(message, does) {
  const { name, size, viewable } = message.file;
  const kind = name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "TỆP";
  return h(
    "div",
    { class: "file", testid: "file" },
    h("span", { class: "file-kind", "aria-hidden": "true", "data-kind": kind.toLowerCase() }, kind),
    h(
      "div",
      { class: "file-words" },
      h("span", { class: "file-name" }, name),
      h(
        "span",
        { class: "file-acts" },
        h("span", { class: "file-size" }, weight(size)),
        viewable && h("a", { href: does.fileAddress(message, true), target: "_blank", rel: "noopener", testid: "view" }, "Xem"),
        h("a", { href: does.fileAddress(message, false), download: name, testid: "download" }, "Tải về"),
      ),
    ),
  );
}

function card(contact) {
  const name = [contact.last_name, contact.first_name].filter(Boolean).join(" ");
  return h(
    "div",
    { class: "card", testid: "contact" },
    h("span", { class: "card-mark" }, icon("person")),
    h("div", {}, h("strong", {}, name), h("span", { class: "card-phone" }, phoneWords(contact.phone_number))),
  );
}

export function weight(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${value.toLocaleString("vi", { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

/** A Vietnamese number as people write it; any other as it is. */
export function phoneWords(phone) {
  const local = phone.replace(/^\+?84(?=\d{9}$)/, "0");
  return /^0\d{9}$/.test(local) ? local.replace(/(\d{4})(\d{3})(\d{3})/, "$1 $2 $3") : phone;
}
