// The page: who is chosen (in the address, so that Back works), and everything told to everything else.

import { byId, menu, menuItem } from "./dom.js";
import { does, listen } from "./net.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { OfficeClock } from "./clock.js";
import { People, introduction } from "./people.js";
import { TourPanel } from "./tour.js";
import { Channels } from "./channels.js";
import { Ways } from "./ways.js";
import { alertBox, confirmBox, linkBox } from "./dialogs.js";

const TITLE = document.title;
const HINT_READ = "thidua.hint-read";
const wide = matchMedia("(min-width: 800px)");
let bot = { username: "" };
let toastTimer = null;
let routed = false;
let fromList = false;

function toast(text) {
  clearTimeout(toastTimer);
  byId("toast").textContent = text;
  byId("toast").hidden = false;
  toastTimer = setTimeout(() => (byId("toast").hidden = true), 4000);
}

const clock = new OfficeClock((words) => trouble(words));
const people = new People(clock.now);
const tour = new TourPanel(people, turnTo, () => Boolean(channels.links));
const chat = new Chat({ alert: alertBox, toast, openLink, drawn, showing, cut: () => !channels.reachable });
const composer = new Composer(chat, people, toast);
const trouble = (words) => (byId("phone").hidden || byId("phone").dataset.way !== "telegram" ? alertBox(words) : toast(words));
const channels = new Channels(trouble);
const ways = new Ways(trouble);

function showing() {
  return chat.person !== null && byId("phone").dataset.way === "telegram" && document.visibilityState === "visible";
}

function drawn(view, first) {
  bot = view.bot;
  composer.draw(view, chat.person);
  if (first) composer.focus();
  markRead();
}

function markRead() {
  const person = chat.person;
  if (!person || !showing() || !chat.view || person.unread === 0) return;
  does(person.id, "reads", { up_to: chat.read() }).catch(() => {});
}

/** Whether `url` is a way into this bot, and so for this page to open. */
function openLink(url) {
  if (ways.follow(url)) return true;
  const found = /^(?:https?:\/\/(?:t|telegram)\.me\/(?<name>\w+)|tg:\/\/resolve\/?)(?:\?(?<query>.*))?$/i.exec(url);
  if (!found) return false;
  const query = new URLSearchParams(found.groups.query ?? "");
  const name = found.groups.name ?? query.get("domain") ?? "";
  if (name.toLowerCase() !== bot.username.toLowerCase()) return false;
  askWhoOpens(query.get("start") ?? "");
  return true;
}

function askWhoOpens(payload) {
  linkBox(chat.person, people.all(), payload, (id, start) => {
    come(id);
    if (!ways.follow(start)) chat.act("opens_link", { payload: start });
  });
}

// --- who is chosen ---------------------------------------------------------------------------------------------------

function come(id) {
  if (id === chat.person?.id) return;
  location.hash = `#${id}`;
  route();
}

function turnTo(id, way) {
  come(id);
  ways.show(way);
}

function route() {
  const person = people.get(Number(location.hash.slice(1))) ?? null;
  byId("panes").dataset.view = person ? "chat" : "list";
  byId("phone").hidden = person === null;
  byId("welcome").hidden = person !== null;
  const turned = chat.person?.id !== person?.id;
  if (turned) fromList = routed && chat.person === null;
  routed = true;
  chat.open(person);
  ways.open(person);
  people.choose(person?.id ?? null);
  count();
  if (turned && person && !wide.matches) byId("back").focus({ preventScroll: true, focusVisible: false });
}

function count() {
  const elsewhere = people.unreadBut(chat.person?.id);
  byId("elsewhere").hidden = elsewhere === 0;
  byId("elsewhere").textContent = elsewhere > 99 ? "99+" : elsewhere;
  const all = elsewhere + (chat.person?.unread ?? 0) + (chat.person?.unseen ?? 0);
  document.title = all ? `(${all}) ${TITLE}` : TITLE;
}

function introduce(suggested) {
  const again = tour.offered ? () => tour.reopen() : null;
  byId("welcome").replaceChildren(...introduction(suggested, again, null));
  const hint = byId("hint");
  const dismiss = () => {
    localStorage.setItem(HINT_READ, "1");
    hint.hidden = true;
  };
  hint.replaceChildren(...introduction(suggested, again, dismiss));
  hint.hidden = localStorage.getItem(HINT_READ) !== null;
}

function doorsAre(told) {
  const links = channels.links;
  channels.set(told);
  if (channels.links !== links) ways.set(channels.links);
}

addEventListener("hashchange", route);
document.addEventListener("visibilitychange", markRead);
byId("back").addEventListener("click", (event) => {
  // Where one came from the list, the history goes back too: else the phone's own Back would lead into the chat again.
  // What was opened in a person's browser is part of that history, and would be gone back through first.
  event.preventDefault();
  if (fromList && !ways.travelled) history.back();
  else location.replace("#");
});
menu(byId("more"), byId("more-menu"), () => [
  menuItem("Mở đường dẫn mời…", "link", () => askWhoOpens(""), "open-link"),
  chat.view?.blocked
    ? menuItem("Bỏ chặn", "block", () => chat.act("unblocks"), "menu-unblock")
    : menuItem("Chặn bot…", "block", () => askBlock(), "block"),
  ...(channels.links ? [menuItem("Kênh và chi phí…", "ways", () => channels.open(), "menu-doors")] : []),
]);

function askBlock() {
  const words = "Người này sẽ không nhận tin của bot nữa cho đến khi bỏ chặn. Dùng để xem bot xử lý ra sao.";
  confirmBox("Chặn bot?", words, "Chặn", () => chat.act("blocks"));
}

listen(
  {
    state: (state) => {
      byId("office").textContent = state.office;
      clock.set(state.clock);
      people.set(state.people);
      doorsAre(state.doors);
      tour.set(state.tour);
      introduce(state.suggested.map((id) => people.get(id)));
      if (chat.person) {
        chat.person = people.get(chat.person.id) ?? null;
        chat.refresh();
      }
      route();
    },
    people: (news) => {
      people.update(news);
      count();
      const mine = news.find((line) => line.id === chat.person?.id);
      if (mine && mine.revision !== chat.view?.revision) chat.refresh();
      else if (mine) markRead();
      if (mine) ways.news();
    },
    tour: (told) => tour.set(told),
    doors: (told) => doorsAre(told),
    clock: (told) => clock.set(told),
  },
  (connected) => (byId("offline").hidden = connected),
);
