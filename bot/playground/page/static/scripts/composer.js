// What is below the messages: the field, the bot's keyboard, its commands, files and cards.

import { byId, h, icon, menu, menuItem } from "./dom.js";
import { put } from "./net.js";
import { contactBox, fileBox } from "./dialogs.js";

const LARGEST = 50 * 1024 * 1024;
const touch = matchMedia("(pointer: coarse)");

export class Composer {
  #chat;
  #people;
  #toast;
  #view = null;
  #keys = "";
  #keysShown = false;
  #drafts = new Map();
  #person = null;
  #noReply = null;

  constructor(chat, people, toast) {
    this.#chat = chat;
    this.#people = people;
    this.#toast = toast;
    const field = byId("field");
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    field.addEventListener("keydown", (event) => {
      // Enter ends a syllable while Telex or VNI composes one; on a phone it breaks the line.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !touch.matches) {
        event.preventDefault();
        this.#send();
      }
      if (event.key === "ArrowDown" && !byId("suggestions").hidden) {
        byId("suggestions").querySelector("button")?.focus();
        event.preventDefault();
      }
      if (event.key === "Escape") this.#suggest([]);
    });
    field.addEventListener("input", () => {
      this.#grow();
      const typed = /^\/(\w*)$/.exec(field.value);
      this.#suggest(typed ? this.#commands().filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : []);
    });
    byId("suggestions").addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const all = [...byId("suggestions").children];
      if (event.key === "Escape") this.#suggest([]);
      if (!step && event.key !== "Escape") return;
      (all[all.indexOf(document.activeElement) + step] ?? field).focus();
      event.preventDefault();
    });
    byId("commands").addEventListener("click", () => this.#suggest(byId("suggestions").hidden ? this.#commands() : []));
    byId("keys-toggle").addEventListener("click", () => this.#showKeys(!this.#keysShown));
    byId("start").addEventListener("click", () => this.#chat.act("opens_link", { payload: "" }));
    byId("unblock").addEventListener("click", () => this.#chat.act("unblocks"));
    this.#files();
  }

  /** The chat was drawn anew. */
  draw(view, person) {
    if (this.#person !== person.id) this.#turnTo(person.id);
    this.#view = view;
    const onButton = [byId("start"), byId("unblock")].includes(document.activeElement);
    byId("start").hidden = view.blocked || view.started;
    byId("unblock").hidden = !view.blocked;
    byId("composer").hidden = view.blocked || !view.started;
    byId("commands").hidden = view.commands.length === 0;
    this.#drawKeys(view.keyboard);
    this.#drawReply(view.reply_forced_by);
    if (onButton) this.focus();
    byId("field").placeholder = (this.#keysShown && view.keyboard?.placeholder) || "Soạn tin";
  }

  /** To where one goes on; not on a phone, whose own keyboard would cover half the chat. */
  focus() {
    if (touch.matches) return;
    const next = [byId("start"), byId("unblock"), byId("field")].find((part) => part.checkVisibility());
    next?.focus({ focusVisible: next === byId("field") });
  }

  /** Sends `file`, after a look at it. */
  offer(file) {
    if (byId("composer").hidden) return;
    if (file.size > LARGEST) return this.#toast("Tệp lớn hơn 50 MB, Telegram không nhận.");
    if (file.size === 0) return this.#toast("Tệp này trống.");
    const person = this.#chat.person;
    fileBox(file, async (caption, photo) => {
      const query = new URLSearchParams({ name: file.name, caption });
      if (photo) query.set("photo", "");
      try {
        await put(`api/people/${person.id}/file?${query}`, file);
      } catch {
        this.#toast("Chưa gửi được tệp, xin thử lại.");
      }
      this.#chat.refresh();
    });
  }

  shareContact() {
    contactBox(this.#chat.person, this.#people.all(), (card) => this.#shareCard(card));
  }

  #shareCard(card) {
    return this.#chat.act("shares_contact", { owner: this.#chat.person.id, ...card });
  }

  /** What was half written stays with whom it belongs to. */
  #turnTo(id) {
    const field = byId("field");
    if (this.#person !== null) this.#drafts.set(this.#person, field.value);
    this.#person = id;
    field.value = this.#drafts.get(id) ?? "";
    this.#keys = "";
    this.#noReply = null;
    this.#suggest([]);
    this.#grow();
  }

  async #send() {
    const field = byId("field");
    const text = field.value;
    if (!text.trim()) return;
    const forced = this.#view.reply_forced_by;
    field.value = "";
    this.#grow();
    this.#suggest([]);
    field.focus();
    const sent = await this.#chat.act("says", { text, reply_to: forced === this.#noReply ? null : forced });
    if (sent === false && !field.value) field.value = text;
  }

  #grow() {
    const field = byId("field");
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  }

  // --- the bot's keyboard ----------------------------------------------------------------------------------------------

  #drawKeys(keyboard) {
    const looks = JSON.stringify(keyboard);
    if (looks === this.#keys) return;
    this.#keys = looks;
    byId("keys-toggle").hidden = !keyboard;
    byId("keys").replaceChildren(
      ...(keyboard?.rows ?? []).map((row) => h("div", { class: "key-row" }, row.map((button) => this.#key(button)))),
    );
    this.#showKeys(Boolean(keyboard) && !keyboard.hidden);
  }

  #key(button) {
    const press = () => this.#chat.act("presses", { label: button.text });
    const onclick = button.contact
      ? () =>
          contactBox(this.#chat.person, this.#people.all(), (card) =>
            Object.keys(card).length ? this.#shareCard(card) : press(),
          )
      : press;
    const look = button.style ? `key ${button.style}` : "key";
    return h("button", { type: "button", class: look, onclick, testid: "key" }, button.contact && icon("person"), h("span", { class: "key-words" }, button.text));
  }

  #showKeys(shown) {
    this.#keysShown = shown;
    byId("keys").hidden = !shown;
    byId("keys-toggle").setAttribute("aria-expanded", String(shown));
  }

  // --- commands, replies, files ------------------------------------------------------------------------------------------

  #commands() {
    return this.#view?.commands ?? [];
  }

  #suggest(commands) {
    const box = byId("suggestions");
    box.hidden = commands.length === 0;
    byId("commands").setAttribute("aria-expanded", String(!box.hidden));
    box.replaceChildren(
      ...commands.map(({ command, description }) =>
        h(
          "button",
          {
            type: "button",
            testid: "command",
            onclick: () => {
              byId("field").value = "";
              this.#suggest([]);
              this.#chat.act("says", { text: `/${command}` });
              this.focus();
            },
          },
          h("strong", {}, `/${command}`),
          h("span", {}, description),
        ),
      ),
    );
  }

  #drawReply(forced) {
    const box = byId("replying");
    box.hidden = forced === null || forced === this.#noReply;
    if (box.hidden) return;
    box.replaceChildren(
      icon("reply"),
      h("span", {}, this.#chat.quoted(forced) ?? "Trả lời bot"),
      h(
        "button",
        {
          type: "button",
          class: "round",
          "aria-label": "Không trả lời tin này",
          onclick: () => {
            this.#noReply = forced;
            box.hidden = true;
          },
        },
        icon("close"),
      ),
    );
  }

  #files() {
    const input = byId("file");
    menu(byId("attach"), byId("attach-menu"), () => [
      menuItem("Gửi tệp hoặc ảnh", "file", () => input.click(), "attach-file"),
      menuItem("Gửi danh thiếp", "person", () => this.shareContact(), "attach-contact"),
    ]);
    input.addEventListener("change", () => {
      if (input.files[0]) this.offer(input.files[0]);
      input.value = "";
    });
    const phone = byId("phone");
    const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    phone.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      phone.classList.add("dropping");
    });
    phone.addEventListener("dragleave", () => phone.classList.remove("dropping"));
    phone.addEventListener("drop", (event) => {
      phone.classList.remove("dropping");
      if (!carries(event)) return;
      event.preventDefault();
      if (event.dataTransfer.files[0]) this.offer(event.dataTransfer.files[0]);
    });
  }
}
