// The guided tour: one line below the bar that says the next person and tap, and the steps with what is done.

import { byId, h } from "./dom.js";
import { WAYS } from "./ways.js";

const CLOSED = "thidua.tour-closed";

export class TourPanel {
  #tour = null;
  #open = false;
  #people;
  #turnTo;
  #hasDoors;

  /** `turnTo`: show a person at a door; `hasDoors`: whether the page has others than Telegram. */
  constructor(people, turnTo, hasDoors) {
    this.#people = people;
    this.#turnTo = turnTo;
    this.#hasDoors = hasDoors;
    byId("tour-toggle").addEventListener("click", () => {
      this.#open = !this.#open;
      this.draw();
    });
    byId("tour-close").addEventListener("click", () => {
      localStorage.setItem(CLOSED, "1");
      this.draw();
    });
  }

  /** Undefined: the server told nothing of it. */
  set(tour) {
    this.#tour = tour ?? null;
    this.draw();
  }

  get offered() {
    return this.#tour !== null;
  }

  reopen() {
    localStorage.removeItem(CLOSED);
    this.#open = true;
    this.draw();
  }

  draw() {
    const tour = this.#tour;
    byId("tour").hidden = tour === null || localStorage.getItem(CLOSED) !== null;
    if (tour === null) return;
    const done = tour.steps.filter((step) => step.done).length;
    byId("tour-count").textContent = `${done}/${tour.steps.length}`;
    byId("tour-toggle").setAttribute("aria-expanded", String(this.#open));
    byId("tour-steps").hidden = !this.#open;
    byId("tour-next").replaceChildren(...this.#next(tour));
    byId("tour-steps").replaceChildren(...tour.steps.map((step, place) => this.#step(step, place, tour.next)));
  }

  #next(tour) {
    if (tour.next === null) return ["Anh/Chị đã xem hết một đợt đăng ký. Xin chọn bất kỳ ai để dùng thử tiếp."];
    const { person, started, label, types, waits, way } = tour.next;
    const tap = h("strong", {}, `«${label.replace(/^☐ /u, "")}»`);
    const how = !started ? ["bấm ", h("strong", {}, "«Bắt đầu»")] : waits ? ["khi tin tới, bấm ", tap] : types ? [`gõ ${types}, rồi bấm `, tap] : ["bấm ", tap];
    const also = way && this.#hasDoors() ? [", hoặc làm tiếp ở ", this.#way(person, way)] : [];
    return [`${tour.steps[tour.next.step].name}: `, this.#link(person), ", ", ...how, ...also];
  }

  #step(step, place, next) {
    const current = next?.step === place;
    return h(
      "li",
      { class: step.done ? "done" : null, "aria-current": current ? "step" : null, testid: "tour-step" },
      h("span", { class: "tour-mark", "aria-hidden": "true" }, step.done ? "✓" : String(place + 1)),
      h("span", {}, h("strong", {}, step.name), step.done ? h("span", { class: "unseen" }, " (đã xong)") : null, `. ${step.goal} `, this.#link(step.person)),
    );
  }

  #way(person, way) {
    const [, label] = WAYS.find(([name]) => name === way);
    return h("a", { href: `#${person}`, testid: "tour-way", onclick: () => this.#turnTo(person, way) }, `«${label}»`);
  }

  #link(person) {
    return h("a", { href: `#${person}`, testid: "tour-person" }, this.#people.get(person)?.name ?? "");
  }
}
