// Questions that stand before everything else. Each opens a modal <dialog> and takes it away when it is closed.

import { h } from "./dom.js";
import { phoneWords, weight } from "./bubble.js";

export function open(title, testid, ...content) {
  const dialog = h("dialog", { testid, "aria-label": title }, h("h2", {}, title), content);
  // A tap beside the box closes it, as Escape does.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const act = (label, onclick, testid, look = "wide") => h("button", { type: "button", class: look, onclick, testid }, label);

function people(all, chosen, testid, label) {
  const select = h("select", { testid, "aria-label": label });
  for (const person of all) {
    const words = [person.name, person.position].filter(Boolean).join(", ");
    select.append(h("option", { value: person.id, selected: person.id === chosen }, words));
  }
  return select;
}

/** The box a bot may answer a tap with. */
export function alertBox(text) {
  const dialog = open("Thông báo", "alert", h("p", { class: "said" }, text), act("Đóng", () => dialog.close(), "alert-close", "wide primary"));
}

export function confirmBox(title, words, label, then) {
  const dialog = open(
    title,
    "confirm",
    h("p", {}, words),
    h(
      "div",
      { class: "acts" },
      act("Thôi", () => dialog.close(), "confirm-no"),
      act(
        label,
        () => {
          dialog.close();
          then();
        },
        "confirm-yes",
        "wide danger",
      ),
    ),
  );
}

/**
 * Whose contact card to send. `send(card)`: {} the own one, {owner} somebody else's, {owner, forwarded} a card passed
 * on, {phone} the own account with another number.
 */
export function contactBox(me, all, send) {
  const done = (card) => {
    dialog.close();
    send(card);
  };
  const others = all.filter((person) => person.id !== me.id && person.phone);
  const whose = people(others, others[0]?.id, "contact-whose", "Số của ai");
  const other = h("input", { type: "tel", inputmode: "tel", placeholder: "Ví dụ: 0901 234 567", "aria-label": "Số khác", testid: "contact-number" });
  const dialog = open(
    "Gửi số điện thoại",
    "contact-box",
    h("p", {}, "Bot sẽ nhận được tên và số điện thoại trong danh thiếp."),
    me.phone
      ? act(["Gửi số của tôi", h("small", {}, phoneWords(me.phone))], () => done({}), "contact-own", "wide primary")
      : h("p", { class: "note" }, "Người này chưa có số điện thoại trong dữ liệu mẫu."),
    others.length
      ? h(
          "fieldset",
          {},
          h("legend", {}, "Gửi nhầm số của người khác"),
          whose,
          act("Gửi số của người khác", () => done({ owner: Number(whose.value) }), "contact-other"),
        )
      : null,
    h(
      "details",
      {},
      h("summary", {}, "Trường hợp khác"),
      h(
        "fieldset",
        {},
        h("legend", {}, "Số mới, chưa có trong danh sách của cơ quan"),
        other,
        act("Gửi số mới của tôi", () => (other.value.trim() ? done({ phone: other.value.trim() }) : other.focus()), "contact-new"),
      ),
      me.phone ? act("Chuyển tiếp danh thiếp của tôi", () => done({ owner: me.id, forwarded: true }), "contact-forwarded") : null,
    ),
    act("Thôi", () => dialog.close(), "contact-cancel", "quiet"),
  );
}

/** Before a file leaves: a look at it, a caption. `send(caption, asPhoto)`. */
export function fileBox(file, send) {
  const picture = /^image\/(png|jpeg)$/.test(file.type);
  const caption = h("input", { type: "text", maxlength: 1024, placeholder: "Chú thích (có thể bỏ trống)", "aria-label": "Chú thích", testid: "file-caption" });
  const photo = h("input", { type: "checkbox", checked: true, testid: "file-photo" });
  const address = picture ? URL.createObjectURL(file) : null;
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        dialog.close();
        send(caption.value, picture && photo.checked);
      },
    },
    picture ? h("img", { src: address, alt: "", class: "preview" }) : null,
    h("p", { class: "file-name" }, `${file.name} (${weight(file.size)})`),
    picture ? h("label", { class: "check" }, photo, "Gửi dạng ảnh") : null,
    caption,
    h("div", { class: "acts" }, act("Thôi", () => dialog.close(), "file-cancel"), h("button", { class: "wide primary", testid: "file-send" }, "Gửi tệp")),
  );
  const dialog = open("Gửi tệp", "file-box", form);
  dialog.addEventListener("close", () => address && URL.revokeObjectURL(address));
  caption.focus();
}

/** Who opens an invitation link: on paper it is somebody else's QR code. `start(person, payload)`. */
export function linkBox(me, all, payload, start) {
  const whose = people(all, me.id, "link-whose", "Ai mở đường dẫn");
  const field = h("input", { type: "text", value: payload, "aria-label": "Đường dẫn", placeholder: "https://t.me/…?start=…", testid: "link-field", required: true });
  const form = h(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        dialog.close();
        start(Number(whose.value), payloadOf(field.value));
      },
    },
    h("p", {}, "Trên điện thoại, người mở đường dẫn hoặc quét mã QR vào thẳng khung chat với bot."),
    h("label", {}, "Đường dẫn hoặc mã mời", field),
    h("label", {}, "Người mở", whose),
    h("div", { class: "acts" }, act("Thôi", () => dialog.close(), "link-cancel"), h("button", { class: "wide primary", testid: "link-open" }, "Mở đường dẫn")),
  );
  const dialog = open("Mở đường dẫn mời", "link-box", form);
  (payload ? whose : field).focus();
}

const payloadOf = (typed) => {
  const found = /[?&]start=([\w-]*)/.exec(typed);
  return found ? found[1] : typed.trim();
};
