// The list: whom the visitor may be, found by name without diacritics, filtered by role, with what waits for each.

import { avatar, byId, h } from "./dom.js";
import { brief } from "./wall.js";

const PARTS = [
  ["", "Tất cả"],
  ["staff", "Nhân viên"],
  ["lead", "Lãnh đạo đơn vị"],
  ["union_lead", "Tổ trưởng công đoàn"],
  ["office", "Văn phòng"],
  ["board", "Ban Giám đốc"],
];
const MARKS = { lead: "Lãnh đạo đơn vị", union_lead: "Tổ trưởng công đoàn", office: "Văn phòng" };
/** Messages in the chat and in the box of mail and SMS that nobody has looked at. */
const waiting = (person) => person.unread + (person.unseen ?? 0);
const OUTSIDE = "Ngoài danh sách cơ quan";

/** As bot/folding.py folds what is searched in. */
function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/[\p{Mn}\p{Cf}]/gu, "");
  return plain.replace(/[đðɖ]/g, "d").replace(/\bsy\b/g, "si");
}

export class People {
  #people = new Map();
  #rows = new Map();
  #part = "";
  #query = "";
  #chosen = null;
  #drawn = "";
  #now;

  constructor(now) {
    this.#now = now;
    byId("search").addEventListener("input", (event) => {
      this.#query = event.target.value;
      this.draw();
    });
    byId("search").addEventListener("keydown", (event) => {
      const first = byId("list").querySelector("a");
      if (event.key === "Enter" && first && this.#query) first.click();
      if (event.key === "ArrowDown" && first) {
        first.focus();
        event.preventDefault();
      }
    });
    byId("list").addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const rows = [...byId("list").querySelectorAll("a")];
      (rows[rows.indexOf(document.activeElement) + step] ?? byId("search")).focus();
      event.preventDefault();
    });
  }

  get(id) {
    return this.#people.get(id);
  }

  all() {
    return [...this.#people.values()];
  }

  set(people) {
    this.#people = new Map(people.map((person) => [person.id, person]));
    this.#rows.clear();
    this.#drawn = "";
    this.#drawChips();
    this.draw();
  }

  update(news) {
    for (const line of news) Object.assign(this.#people.get(line.id) ?? {}, line);
    this.draw();
  }

  /** What was looked for is found: the next look at the list is at all of it again. */
  choose(id) {
    const another = id !== null && id !== this.#chosen;
    this.#chosen = id;
    if (another) byId("search").value = this.#query = "";
    this.draw();
    if (another) this.#rows.get(id)?.scrollIntoView({ block: "nearest" });
  }

  /** Messages nobody has looked at, except in this one's chat. */
  unreadBut(id) {
    return this.all().reduce((sum, person) => sum + (person.id === id ? 0 : waiting(person)), 0);
  }

  draw() {
    const found = this.all().filter((person) => this.#fits(person));
    const talking = found.filter((person) => person.last);
    talking.sort((a, b) => b.last.localeCompare(a.last) || b.revision - a.revision);
    const sections = new Map();
    if (talking.length) sections.set("Đang trò chuyện", talking);
    for (const person of found) {
      if (person.last) continue;
      const unit = person.unit || OUTSIDE;
      if (!sections.has(unit)) sections.set(unit, []);
      sections.get(unit).push(person);
    }
    this.#arrange(sections);
    for (const person of found) this.#fill(person, person.last || this.#query);
    byId("roll").classList.toggle("searching", Boolean(this.#query.trim() || this.#part));
    byId("nobody").hidden = found.length > 0 || this.#people.size === 0;
  }

  #fits(person) {
    if (this.#part && !person.roles.includes(this.#part)) return false;
    const typed = fold(this.#query).match(/[\p{L}\p{N}]+/gu) ?? [];
    return typed.every((word) => person.found_by.some((own) => own.startsWith(word)));
  }

  /** Moves rows only when the order is another: a row that is taken out loses the focus. */
  #arrange(sections) {
    const order = [...sections].map(([title, people]) => `${title}:${people.map((person) => person.id)}`).join("|");
    if (order === this.#drawn) return;
    this.#drawn = order;
    const focused = document.activeElement;
    const drawn = [...sections].map(([title, people]) =>
      h("section", {}, h("h2", { class: "of" }, title), h("ul", {}, people.map((person) => h("li", {}, this.#row(person))))),
    );
    byId("list").replaceChildren(...drawn);
    if (byId("list").contains(focused)) focused.focus({ preventScroll: true });
  }

  #row(person) {
    if (!this.#rows.has(person.id)) {
      const marks = person.roles.filter((role) => MARKS[role]).map((role) => h("span", { class: "mark" }, MARKS[role]));
      const row = h(
        "a",
        { href: `#${person.id}`, class: "row", testid: "person-row", "data-person": person.id },
        avatar(person),
        h(
          "span",
          { class: "row-words" },
          h("span", { class: "row-name" }, person.name),
          h("span", { class: "row-post" }),
          marks.length ? h("span", { class: "marks" }, marks) : null,
        ),
        h("span", { class: "row-side" }, h("span", { class: "row-time" }), h("span", { class: "badge", testid: "unread" })),
      );
      this.#rows.set(person.id, row);
    }
    return this.#rows.get(person.id);
  }

  #fill(person, withUnit) {
    const row = this.#rows.get(person.id);
    const post = [person.position, withUnit && person.unit].filter(Boolean).join(", ") || "Chưa có trong danh sách";
    row.querySelector(".row-post").textContent = post;
    row.querySelector(".row-time").textContent = person.last ? brief(person.last, this.#now()) : "";
    const badge = row.querySelector(".badge");
    const count = waiting(person);
    badge.hidden = count === 0;
    badge.replaceChildren(count > 99 ? "99+" : String(count), h("span", { class: "unseen" }, " tin chưa đọc"));
    if (person.id === this.#chosen) row.setAttribute("aria-current", "page");
    else row.removeAttribute("aria-current");
  }

  #drawChips() {
    const some = PARTS.filter(([part]) => !part || this.all().some((person) => person.roles.includes(part)));
    byId("chips").replaceChildren(
      ...some.map(([part, label]) =>
        h(
          "button",
          {
            type: "button",
            class: "chip",
            testid: `role-${part || "all"}`,
            "aria-pressed": String(part === this.#part),
            onclick: (event) => {
              this.#part = part;
              for (const chip of byId("chips").children) chip.setAttribute("aria-pressed", String(chip === event.currentTarget));
              this.draw();
              byId("roll").scrollTop = 0;
            },
          },
          label,
        ),
      ),
    );
  }
}

// --- the two sentences a visitor reads first -------------------------------------------------------------------------

const TO_TRY = {
  staff: "Nhân viên: đăng ký danh hiệu của mình",
  lead: "Lãnh đạo đơn vị: theo dõi và xác nhận",
  union_lead: "Tổ trưởng công đoàn: danh hiệu Công đoàn",
  office: "Văn phòng: quản lý phong trào",
  board: "Giám đốc: xem số liệu toàn Sở",
};

const likeliest = (person) => ["board", "office", "lead", "union_lead", "staff"].find((part) => person.roles.includes(part));

/** What this page is, and whom to try first; `tour` and `dismiss` add buttons: the tour, and to put this away. */
export function introduction(suggested, tour, dismiss) {
  return [
    h("h2", {}, "Mời Anh/Chị dùng thử"),
    h(
      "p",
      {},
      "Đây là bản mô phỏng kênh đăng ký thi đua với dữ liệu mẫu; không có tin nhắn nào gửi ra ngoài máy này. ",
      "Chọn một người để nhắn tin, mở trang web hoặc xem thư, SMS của người đó; dùng đồng hồ phía trên để đi tới những ngày sau.",
    ),
    tour ? h("button", { type: "button", class: "wide", testid: "tour-open", onclick: tour }, "Xem một đợt đăng ký qua bảy bước") : null,
    suggested.length ? h("h3", {}, "Nên thử trước") : null,
    h(
      "ul",
      { class: "try" },
      suggested.map((person) =>
        h(
          "li",
          {},
          h(
            "a",
            { href: `#${person.id}`, class: "row", testid: "suggested" },
            avatar(person),
            h(
              "span",
              { class: "row-words" },
              h("span", { class: "row-name" }, person.name),
              h("span", { class: "row-post" }, [person.position, person.unit].filter(Boolean).join(", ")),
              h("span", { class: "row-try" }, TO_TRY[likeliest(person)] ?? ""),
            ),
          ),
        ),
      ),
    ),
    dismiss ? h("button", { type: "button", class: "quiet", testid: "hint-close", onclick: dismiss }, "Đã hiểu") : null,
  ].filter(Boolean);
}
