// The doors as a whole: what a message costs at each, what all of them cost so far, and Telegram cut off or not.

import { byId, h } from "./dom.js";
import { open as openBox } from "./dialogs.js";
import { post } from "./net.js";

const NAMES = { email: "Thư điện tử", zalo: "Tin Zalo", sms: "Tin SMS, một đoạn" };

export const money = (dong) => `${dong.toLocaleString("vi")} đ`;

export class Channels {
  #told = null;
  #table = null;
  #switch = null;
  #trouble;

  /** `trouble(words)` says what went wrong. */
  constructor(trouble) {
    this.#trouble = trouble;
    byId("doors-open").addEventListener("click", () => this.open());
    byId("cut-end").addEventListener("click", () => this.#cut(false));
  }

  /** Null: this page shows no other doors. */
  set(told) {
    this.#told = told ?? null;
    byId("doors-open").hidden = this.#told === null;
    byId("cut").hidden = this.reachable;
    document.body.classList.toggle("is-cut", !this.reachable);
    if (this.#switch) this.#switch.checked = !this.reachable;
    if (this.#table?.isConnected) {
      const fresh = this.#rows();
      this.#table.replaceWith(fresh);
      this.#table = fresh;
    }
  }

  get reachable() {
    return this.#told?.reachable ?? true;
  }

  get links() {
    return this.#told?.links ?? "";
  }

  async #cut(cut) {
    try {
      this.set(await post("api/telegram", { reachable: !cut }));
    } catch {
      this.#trouble("Chưa đổi được, xin thử lại.");
    }
  }

  #rows() {
    const row = (name, one) =>
      h(
        "tr",
        { testid: "door-row", "data-door": one.door },
        h("th", { scope: "row" }, name),
        h("td", {}, money(one.price)),
        h("td", {}, String(one.used)),
        h("td", { testid: "door-cost" }, money(one.cost)),
      );
    return h(
      "table",
      { class: "costs" },
      h("caption", {}, "Theo sổ gửi tin, như Văn phòng thấy"),
      h("thead", {}, h("tr", {}, ["Kênh", "Một tin", "Tháng này", "Chi phí"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, this.#told.doors.map((one) => row(NAMES[one.door], one))),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row", colspan: 3 }, "Từ đầu tới nay"), h("td", { testid: "doors-ever" }, money(this.#told.ever)))),
    );
  }

  open() {
    this.#table = this.#rows();
    this.#switch = h("input", { type: "checkbox", testid: "telegram-cut", checked: !this.reachable, onchange: (event) => this.#cut(event.target.checked) });
    const dialog = openBox(
      "Kênh liên hệ",
      "doors-box",
      h("p", {}, "Tin qua Telegram và trang web không mất phí. Thư, SMS và Zalo tới máy giả trong bản mô phỏng này, không gửi ra ngoài."),
      this.#table,
      h("label", { class: "check" }, this.#switch, "Telegram đang bị chặn"),
      h("p", { class: "note" }, "Bật lên, rồi dời đồng hồ thêm 2 giờ: Văn phòng được báo, và Chánh Văn phòng quyết định cho tin cần gấp đi kênh kế tiếp."),
      h("button", { type: "button", class: "wide", testid: "doors-close", onclick: () => dialog.close() }, "Đóng"),
    );
  }
}
