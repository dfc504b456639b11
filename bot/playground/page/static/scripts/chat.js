// One person's chat: what the phone shows now, kept in step with the server message by message.

import { byId, h, icon, initials } from "./dom.js";
import { Refused, does, get } from "./net.js";
import { bubble } from "./bubble.js";
import { day } from "./wall.js";

const PAGE = 100;
const TAP_GIVEN_UP = 20_000; // ms; a phone stops its waiting sign too
const TYPING_SHOWN = 5_000; // ms

export class Chat {
  person = null;
  view = null;
  #last = PAGE;
  #asking = false;
  #again = false;
  #rows = new Map();
  #drawn = new Map();
  #waiting = new Map();
  #stick = true; // what is new moves the messages up, unless one is reading further above
  #unseen = 0;
  #typing = null;
  #needs;

  /** `needs`: alert(text), toast(text), drawn(view, first), openLink(url) -> handled, showing() -> is the chat on screen, cut() -> is Telegram cut off. */
  constructor(needs) {
    this.#needs = needs;
    const log = byId("log");
    log.addEventListener("scroll", () => {
      this.#stick = this.#atEnd();
      if (this.#stick) this.#sawEnd();
      else byId("to-end").hidden = false;
    });
    byId("to-end").addEventListener("click", () => this.toEnd("smooth"));
    byId("earlier").addEventListener("click", async () => {
      const height = log.scrollHeight;
      this.#last += 200;
      await this.refresh();
      log.scrollTop += log.scrollHeight - height;
    });
    new ResizeObserver(() => this.#stick && this.toEnd()).observe(log);
    // Pictures grow when they arrive.
    log.addEventListener("load", () => this.#stick && this.toEnd(), true);
  }

  open(person) {
    if (this.person?.id === person?.id) return;
    this.person = person;
    this.view = null;
    this.#last = PAGE;
    this.#rows.clear();
    this.#drawn.clear();
    this.#waiting.clear();
    byId("messages").replaceChildren();
    byId("toast").hidden = true;
    if (!person) return;
    byId("me-name").textContent = person.name;
    byId("me-post").textContent = [person.position, person.unit].filter(Boolean).join(", ") || "Chưa có trong danh sách";
    byId("me-avatar").textContent = initials(person.name);
    byId("me-avatar").dataset.hue = person.id % 6;
    this.#stick = true;
    this.refresh();
  }

  /** Does `verb` as this person; false, with a word to the visitor, where a phone would not let one. */
  async act(verb, body) {
    const person = this.person;
    try {
      const { result } = await does(person.id, verb, body);
      await this.refresh();
      return result ?? true;
    } catch (error) {
      this.#needs.toast(this.#refused(error, "Nút hoặc tin này đã thay đổi, xin thử lại."));
      this.refresh();
      return false;
    }
  }

  async refresh() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      do {
        this.#again = false;
        const person = this.person;
        if (!person) return;
        const view = await get(`api/people/${person.id}/chat?last=${this.#last}`);
        if (this.person === person) this.#draw(view);
        else this.#again = true;
      } while (this.#again);
    } catch {
      // The stream tells when the server is back, and everything is asked for again.
    } finally {
      this.#asking = false;
    }
  }

  toEnd(behavior = "instant") {
    byId("log").scrollTo({ top: byId("log").scrollHeight, behavior });
    this.#sawEnd();
  }

  /** The id of the bot's newest message once it is on screen. */
  read() {
    return this.view?.messages.findLast((message) => !message.mine)?.id ?? 0;
  }

  #atEnd() {
    const log = byId("log");
    return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  }

  #sawEnd() {
    this.#stick = true;
    this.#unseen = 0;
    byId("to-end").hidden = true;
  }

  #draw(view) {
    const first = this.view === null;
    const newest = this.view?.messages.at(-1)?.id ?? 0;
    const stick = first || this.#atEnd();
    this.view = view;
    const fresh = view.messages.filter((message) => message.id > newest);
    const changed = this.#arrange(view.messages);
    byId("earlier").hidden = view.earlier === 0;
    this.#before(view);
    this.#pinned(view.pinned);
    this.#showTyping(view.action);
    this.#answers(view.answers);
    this.#needs.drawn(view, first);
    const said = fresh.some((message) => message.mine);
    if (stick || said) this.toEnd();
    else if (fresh.length) {
      this.#stick = false;
      this.#unseen += fresh.filter((message) => !message.mine).length;
    }
    byId("to-end").hidden = this.#atEnd();
    byId("below").hidden = this.#unseen === 0;
    byId("below").textContent = this.#unseen;
    if (!first) this.#announce(changed);
  }

  /** Brings the list in line with `messages`; what the bot has newly said, or changed. */
  #arrange(messages) {
    const list = byId("messages");
    const kept = new Set(messages.map((message) => String(message.id)));
    for (const [id, row] of this.#rows) {
      if (kept.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
      this.#drawn.delete(id);
    }
    const changed = [];
    let today = "";
    let previous = null;
    for (const message of messages) {
      const id = String(message.id);
      // Its day and the message above it are part of how it looks.
      const opens = message.at.slice(0, 10) !== today;
      today = message.at.slice(0, 10);
      const looks = JSON.stringify([message, opens]);
      if (this.#drawn.get(id) !== looks) {
        if (!message.mine) changed.push(message);
        this.#put(id, this.#row(message, opens), previous, list);
        this.#drawn.set(id, looks);
      }
      previous = this.#rows.get(id);
    }
    return changed;
  }

  #row(message, opens) {
    const row = bubble(message, this);
    if (opens) row.prepend(h("p", { class: "day", testid: "day" }, day(message.at)));
    row.tabIndex = -1;
    return row;
  }

  #put(id, row, previous, list) {
    const old = this.#rows.get(id);
    this.#rows.set(id, row);
    if (!old) {
      if (previous) previous.after(row);
      else list.prepend(row);
      return;
    }
    const focused = old.contains(document.activeElement) && document.activeElement !== document.body;
    old.replaceWith(row);
    row.classList.add("changed");
    // Whoever works by keyboard goes on at the first new button instead of the top of the page.
    if (focused) (row.querySelector(".key") ?? row).focus({ preventScroll: true });
  }

  #before(view) {
    const box = byId("before");
    box.hidden = view.messages.length > 0 || view.earlier > 0;
    if (box.hidden) return;
    box.replaceChildren(
      h("h3", {}, view.bot.name),
      h("p", { class: "said" }, view.bot.description || "Bấm Bắt đầu để mở khung chat, như lần đầu trên điện thoại."),
    );
  }

  #pinned(pinned) {
    const bar = byId("pinned");
    bar.hidden = !pinned;
    if (!pinned) return;
    bar.replaceChildren(icon("pin"), h("span", {}, pinned.text || "Tin được ghim"));
    bar.onclick = () => this.jump(pinned.id);
  }

  #showTyping(action) {
    clearTimeout(this.#typing);
    byId("typing").hidden = !action;
    if (!action) return;
    byId("typing").textContent = action.startsWith("upload") ? "Bot đang gửi tệp…" : "Bot đang soạn tin…";
    this.#typing = setTimeout(() => (byId("typing").hidden = true), TYPING_SHOWN);
  }

  #announce(messages) {
    if (!messages.length || !this.#needs.showing()) return;
    const words = messages.map((message) => message.text || message.file?.name || "").join(". ");
    byId("announce").textContent = `Bot: ${words.slice(0, 400)}`;
  }

  // --- what one can do with a message --------------------------------------------------------------------------------

  command = (text) => this.act("says", { text });

  link = (url) => this.#needs.openLink(url);

  copy = async (text) => {
    await navigator.clipboard.writeText(text);
    this.#needs.toast("Đã sao chép");
  };

  fileAddress = (message, view) =>
    `api/people/${this.person.id}/files/${message.id}/${message.file.key}${view ? "?view" : ""}`;

  quoted = (id) => {
    const message = this.view?.messages.find((one) => one.id === id);
    return message ? (message.text || message.file?.name || "").slice(0, 120) : null;
  };

  jump = (id) => {
    const row = this.#rows.get(String(id));
    row?.scrollIntoView({ block: "center", behavior: "smooth" });
    row?.focus({ preventScroll: true });
  };

  tap = async (message, button, element) => {
    if (element.getAttribute("aria-busy")) return;
    element.setAttribute("aria-busy", "true");
    const stop = () => element.removeAttribute("aria-busy");
    const person = this.person;
    try {
      const { result } = await does(person.id, "taps", { message: message.id, data: button.data });
      if (this.person !== person) return;
      this.#waiting.set(result, stop);
      setTimeout(() => this.#waiting.delete(result) && stop(), TAP_GIVEN_UP);
    } catch (error) {
      stop();
      this.#needs.toast(this.#refused(error, "Nút này đã thay đổi."));
    }
    this.refresh();
  };

  #refused(error, changed) {
    if (!(error instanceof Refused)) return "Chưa gửi được, xin thử lại.";
    return this.#needs.cut() ? "Telegram đang bị chặn." : changed;
  }

  #answers(answers) {
    for (const answer of answers) {
      const stop = this.#waiting.get(answer.id);
      if (!stop) continue;
      this.#waiting.delete(answer.id);
      stop();
      if (answer.url) this.#needs.openLink(answer.url);
      else if (answer.text && answer.alert) this.#needs.alert(answer.text);
      else if (answer.text) this.#needs.toast(answer.text);
    }
  }
}
