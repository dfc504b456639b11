// One person's box: what has come by mail, SMS and Zalo, with what each cost, the newest last.

import { byId, h, icon } from "./dom.js";
import { get } from "./net.js";
import { money } from "./channels.js";
import { shortStamp } from "./wall.js";

const NAMES = { email: "Thư điện tử", sms: "Tin nhắn SMS", zalo: "Tin Zalo" };
const ADDRESS = /https?:\/\/\S+/g;

export class Box {
  #drawn = "";
  #follow;

  /** `follow(link)`: opens a link into the web door; false: it leads elsewhere. */
  constructor(follow) {
    this.#follow = follow;
  }

  leave() {
    this.#drawn = "";
    byId("box").replaceChildren();
  }

  async draw(person) {
    const state = `${person.id}:${person.came}`;
    if (this.#drawn === state) return;
    this.#drawn = state;
    try {
      const { messages } = await get(`api/people/${person.id}/box`);
      if (this.#drawn !== state) return;
      byId("box").replaceChildren(messages.length ? h("ol", {}, messages.map((one) => this.#message(one))) : nothing(person));
      byId("box").scrollTop = byId("box").scrollHeight;
    } catch {
      this.#drawn = ""; // the stream tells when the server is back
    }
  }

  #message(one) {
    return h(
      "li",
      { class: "letter", testid: "box-message", "data-door": one.door },
      h("p", { class: "letter-top" }, h("strong", {}, NAMES[one.door]), h("time", {}, shortStamp(one.at))),
      h("p", { class: "letter-from" }, `Từ: ${one.sender}`),
      h("p", { class: "letter-from" }, `Đến: ${one.to}`),
      one.subject ? h("h3", {}, one.subject) : null,
      h("p", { class: "letter-text", testid: "box-text" }, this.#words(one.text)),
      one.link ? h("button", { type: "button", class: "wide", testid: "box-link", onclick: () => this.#follow(one.link) }, "Mở trang") : null,
      h("p", { class: "letter-price", testid: "box-price" }, `Chi phí: ${money(one.price)}`),
    );
  }

  /** The text, its links as buttons: they open in this person's own browser. */
  #words(text) {
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(ADDRESS)) {
      parts.push(text.slice(from, found.index));
      parts.push(h("button", { type: "button", class: "inline-link", testid: "box-link", onclick: () => this.#follow(found[0]) }, found[0]));
      from = found.index + found[0].length;
    }
    return [...parts, text.slice(from)];
  }
}

function nothing(person) {
  return h(
    "div",
    { class: "before", testid: "box-empty" },
    icon("mail"),
    h("p", {}, `Chưa có thư, tin SMS hay tin Zalo nào tới ${person.name}. Các kênh này chỉ báo là có việc chờ, khi không kênh nào khác tới được người đó.`),
  );
}
