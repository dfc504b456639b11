// The ways to one person: the chat at Telegram, the own browser at the bot's real web door, and the box of mail and SMS.

import { byId, h, icon } from "./dom.js";
import { Refused, does } from "./net.js";
import { Box } from "./box.js";

export const WAYS = [
  ["telegram", "Telegram", "send"],
  ["browser", "Trình duyệt", "globe"],
  ["box", "Thư, SMS", "mail"],
];

export class Ways {
  #person = null;
  #way = "telegram";
  #chosen = new Map();
  #links = "";
  #buttons = new Map();
  #box;
  #toast;

  /** Whether pages were opened in this person's browser since the person was chosen. */
  travelled = false;

  constructor(toast) {
    this.#toast = toast;
    this.#box = new Box((link) => this.follow(link));
    for (const [way, label, picture] of WAYS) {
      const badge = way === "box" ? h("span", { class: "badge", testid: "box-unseen", hidden: true }) : null;
      const button = h("button", { type: "button", class: "way", testid: `way-${way}`, onclick: () => this.show(way) }, icon(picture), label, badge);
      this.#buttons.set(way, button);
    }
    byId("ways").append(...this.#buttons.values());
    byId("browser-again").addEventListener("click", () => this.#enter({}));
  }

  /** `links`: what links into the web door begin with; empty: this page shows no other doors. */
  set(links) {
    this.#links = links;
    byId("ways").hidden = !links;
    if (this.#person) this.show(this.#way);
  }

  open(person) {
    if (person?.id === this.#person?.id) {
      this.#person = person;
      return this.news();
    }
    this.#leave();
    this.travelled = false;
    this.#person = person;
    if (person) this.show(this.#chosen.get(person.id) ?? "telegram");
  }

  /** Something of this person may have come. */
  news() {
    const unseen = this.#person?.unseen ?? 0;
    const badge = this.#buttons.get("box").querySelector(".badge");
    badge.hidden = unseen === 0;
    badge.replaceChildren(String(unseen), h("span", { class: "unseen" }, " tin chưa xem"));
    if (this.#way === "box" && this.#person) this.#box.draw(this.#person);
  }

  show(way) {
    this.#way = this.#links ? way : "telegram";
    this.#chosen.set(this.#person.id, this.#way);
    byId("phone").dataset.way = this.#way;
    for (const [name, button] of this.#buttons) button.setAttribute("aria-pressed", String(name === this.#way));
    byId("browser").hidden = this.#way !== "browser";
    byId("box").hidden = this.#way !== "box";
    if (this.#way === "browser" && !byId("browser-view").hasChildNodes()) this.#look();
    if (this.#way !== "telegram") byId("toast").hidden = true;
    this.news();
  }

  /** Whether `link` leads into the web door, where it is opened in this person's browser. */
  follow(link) {
    if (!this.#links || !this.#person || !link.startsWith(this.#links)) return false;
    this.#enter({ link });
    return true;
  }

  #leave() {
    byId("browser-view").replaceChildren();
    this.#box.leave();
  }

  /** The own browser as it is; of somebody who has not been there, what leads into it. */
  #look() {
    const person = this.#person;
    byId("browser-apart").href = `${person.browser}/`;
    byId("browser-again").hidden = !person.entered;
    if (person.entered) return this.#frame(`${person.browser}/`);
    byId("browser-view").replaceChildren(
      h(
        "div",
        { class: "before", testid: "browser-before" },
        h("h3", {}, "Vào trang web bằng đường dẫn một lần"),
        h("p", {}, "Đường dẫn có trong phiếu mời QR, thư, tin SMS, tin Zalo, hoặc lấy từ khung chat. Mở xong, người dùng đọc thông báo, đồng ý và tự đặt mã PIN, ví dụ 482915."),
        h("button", { type: "button", class: "wide primary", testid: "browser-enter", onclick: () => this.#enter({}) }, "Quét mã QR, mở đường dẫn"),
      ),
    );
  }

  async #enter(body) {
    const person = this.#person;
    try {
      const { address } = await does(person.id, "enters", body);
      if (this.#person !== person && this.#person?.id !== person.id) return;
      this.#person.entered = true;
      byId("browser-again").hidden = false;
      byId("browser-apart").href = `${person.browser}/`;
      this.#frame(address);
      this.show("browser");
    } catch (error) {
      this.#toast(error instanceof Refused ? "Người này không còn làm việc tại cơ quan." : "Chưa mở được, xin thử lại.");
    }
  }

  /** A new element each time: to lead the old one elsewhere would add a step to the history of the page. */
  #frame(address) {
    this.travelled = true;
    const title = `Trang web, như ${this.#person.name} thấy`;
    byId("browser-view").replaceChildren(h("iframe", { src: address, title, testid: "browser-frame" }));
  }
}
