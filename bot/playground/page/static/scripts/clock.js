// The office's clock: runs on from what the server said, and is moved forward by the visitor.

import { byId, h, icon } from "./dom.js";
import { Refused, get, post } from "./net.js";
import { date, hour, parse, readWall, shortStamp, stamp, wallOf } from "./wall.js";

export class OfficeClock {
  #told = null;
  #toldAt = 0;
  #moving = false;
  #trouble;

  /** `trouble(words)` says what went wrong. */
  constructor(trouble) {
    this.#trouble = trouble;
    setInterval(() => this.#tick(), 1000);
    byId("clock-open").addEventListener("click", () => this.#open());
  }

  /** What the wall clock shows, as the server writes it. */
  now = () => (this.#told ? wallOf(new Date(parse(this.#told.now).getTime() + performance.now() - this.#toldAt)) : "");

  set(clock) {
    this.#told = clock;
    this.#toldAt = performance.now();
    this.#tick();
    byId("clock-steps").replaceChildren(...this.#steps());
  }

  #tick() {
    const now = this.now();
    if (!now || byId("now").dateTime === now.slice(0, 16)) return;
    byId("now").dateTime = now.slice(0, 16);
    byId("now").textContent = stamp(now);
  }

  #steps() {
    const step = (label, iconName, testid, body, detail = null, off = false) =>
      h(
        "button",
        { type: "button", class: "step", testid, disabled: off || this.#moving, onclick: () => this.#move(body) },
        icon(iconName),
        h("span", {}, label, detail && h("small", {}, detail)),
      );
    const steps = [
      step("+1 giờ", "clock", "clock-hour", { step: "hour" }),
      step("Sáng hôm sau", "sunrise", "clock-morning", { step: "morning" }),
    ];
    if (this.#told.reminders) {
      const due = this.#told.next_reminder;
      const detail = due ? shortStamp(due) : "chưa có lịch nhắc";
      steps.push(step("Đến lần nhắc kế tiếp", "bell", "clock-reminder", { step: "next_reminder" }, detail, !due));
    }
    return steps;
  }

  async #open() {
    try {
      this.set(await get("api/clock"));
    } catch {
      // the line at the top already says that the server is away
    }
    // Not the browser's own date field: that one follows the browser's language, and 01/03 would be read two ways.
    const day = h("input", { inputmode: "numeric", value: date(this.now()), testid: "clock-date" });
    const time = h("input", { inputmode: "numeric", value: hour(this.now()), testid: "clock-time" });
    const read = h("output", { class: "note" });
    const show = () => {
      const typed = readWall(day.value, time.value);
      read.textContent = typed ? stamp(typed) : "Ngày ghi như 28/02/2023, giờ ghi như 17:00.";
      return typed;
    };
    day.addEventListener("input", show);
    time.addEventListener("input", show);
    show();
    const form = h(
      "form",
      {
        class: "clock-form",
        onsubmit: (event) => {
          event.preventDefault();
          const to = show();
          if (!to) return day.focus();
          this.#move({ to });
          dialog.close();
        },
      },
      h("div", { class: "clock-fields" }, h("label", {}, "Ngày", day), h("label", {}, "Giờ", time)),
      read,
      h("button", { class: "wide primary", testid: "clock-set" }, "Chuyển đồng hồ"),
    );
    const steps = h("div", { class: "clock-choices", onclick: (event) => event.target.closest("button") && dialog.close() }, this.#steps());
    const dialog = h(
      "dialog",
      { testid: "clock-box", "aria-label": "Đồng hồ của cơ quan" },
      h("h2", {}, "Đồng hồ của cơ quan"),
      h("p", {}, "Những việc đến hạn trong khoảng thời gian bỏ qua (nhắc hạn, khóa đăng ký) diễn ra ngay khi chuyển."),
      steps,
      form,
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Thôi"),
    );
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  async #move(body) {
    if (this.#moving) return;
    this.#moving = true;
    byId("clock-open").setAttribute("aria-busy", "true");
    byId("clock-steps").replaceChildren(...this.#steps());
    let clock = this.#told;
    try {
      clock = await post("api/clock", body);
    } catch (error) {
      this.#trouble(error instanceof Refused && error.message ? error.message : "Chưa chuyển được đồng hồ.");
    } finally {
      this.#moving = false;
      byId("clock-open").removeAttribute("aria-busy");
      if (clock !== this.#told) this.set(clock);
      else byId("clock-steps").replaceChildren(...this.#steps());
    }
  }
}
