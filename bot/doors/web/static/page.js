// The page, made quicker: what is sent goes without leaving it, and what changes comes by itself. Everything works
// without this file. For browsers of 2019 on (ES2018); it loads nothing and keeps only unsent words.
(function () {
  "use strict";

  const PREFIX = "thidua:";
  const LARGEST = 20 * 1024 * 1024;
  const PATIENCE = 30000;
  const FILE_PATIENCE = 300000;
  const body = document.body;
  const session = body.dataset.session;

  function part(id) {
    return document.getElementById(id);
  }

  // --- unsent words: under the session's name, and gone when somebody else may sit here ---

  function wipe(except) {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(PREFIX) === 0 && name !== except) localStorage.removeItem(name);
      });
    } catch (error) { /* a browser that keeps nothing has nothing to wipe */ }
  }

  const print = part("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () { window.print(); });
  }
  if (!session) {
    if (body.hasAttribute("data-wipe")) wipe("");
    return;
  }

  const DRAFT = PREFIX + session;
  // The name of this tab: what the answer to its form has told, its stream does not tell again.
  const TAB = String(Math.random()).slice(2) + String(Math.random()).slice(2);
  const log = part("log");
  const field = part("text");
  const trouble = part("trouble");
  const news = part("news");
  const past = log.hasAttribute("data-past");
  let seq = Number(log.dataset.seq);
  let leaving = false;

  document.documentElement.classList.add("scripted");
  wipe(DRAFT);
  if (part("passkey") && window.PublicKeyCredential) part("passkey").hidden = false;

  function remember() {
    try {
      if (field.value) localStorage.setItem(DRAFT, field.value);
      else localStorage.removeItem(DRAFT);
    } catch (error) { /* the words are lost with the page, as without this */ }
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight + 2, window.innerHeight * 0.4) + "px";
  }

  if (field) {
    try {
      if (!field.value) field.value = localStorage.getItem(DRAFT) || "";
    } catch (error) { /* as above */ }
    if (field.value) grow();
    field.addEventListener("input", function () { remember(); grow(); });
    field.addEventListener("keydown", function (event) {
      // With a keyboard Enter sends. Not while Vietnamese is being put together, and not on a phone.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      if (!window.matchMedia("(pointer: fine)").matches) return;
      event.preventDefault();
      if (field.value.trim()) post(part("say"), null);
    });
  }

  // --- what has changed ---

  function made(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.querySelector(".message");
  }

  function isScreen(message) {
    return message.dataset.kind === "screen";
  }

  function put(one) {
    const there = part("m" + one.id);
    if (there && Number(there.dataset.seq) >= one.seq) return null;
    const held = there && there.contains(document.activeElement) ? document.activeElement : null;
    if (!one.html) {
      if (there) there.remove();
      return { message: null, isNew: false, held: Boolean(held) };
    }
    const message = made(one.html);
    if (there && isScreen(message) === isScreen(there)) {
      there.parentNode.replaceChild(message, there);
    } else {
      if (there) there.remove();
      log.insertBefore(message, isScreen(message) ? null : place(one.id));
    }
    if (held) {
      // Whoever was on a button of it is on the same one again, or on the message.
      const same = Array.from(message.querySelectorAll("button")).filter(function (button) {
        return button.name === held.name && button.value === held.value;
      })[0];
      (same || message).focus({ preventScroll: true });
    }
    return { message: message, isNew: !there, held: Boolean(held) };
  }

  function place(id) {
    // Among the others by its number; the screen that is up stays last, with the mark above it.
    const after = Array.from(log.children).filter(function (one) {
      return one.id === "screen" || isScreen(one) || Number(one.dataset.id) > id;
    });
    return after.length ? after[0] : null;
  }

  function screenUp() {
    const screens = log.querySelectorAll(".message.screen");
    const last = screens.length ? screens[screens.length - 1] : null;
    let mark = part("screen");
    if (!mark) {
      mark = document.createElement("span");
      mark.id = "screen";
      mark.className = "anchor";
      mark.tabIndex = -1;
    }
    if (last && mark.nextElementSibling !== last) log.insertBefore(mark, last);
    return last;
  }

  // What comes while something is on its way is taken for the answer to it, whichever way it comes first.
  let onItsWay = null;

  function apply(list) {
    if (past) return;
    const own = onItsWay;
    const wasAtEnd = atEnd();
    const was = screenUp();
    const top = was ? was.getBoundingClientRect().top : 0;
    let shown = null;
    let letter = null;
    let lostFocus = false;
    list.forEach(function (one) {
      if (one.seq > seq) seq = one.seq;
      const done = put(one);
      if (!done) return;
      if (!done.message) lostFocus = lostFocus || done.held;
      else if (isScreen(done.message)) shown = done;
      else if (done.isNew && done.message.dataset.kind === "letter") letter = done.message;
    });
    const empty = part("empty");
    if (empty && log.querySelector(".message")) empty.remove();
    const screen = screenUp();
    // What has come above does not push the screen from under a finger.
    if (screen && was) window.scrollTo(0, window.pageYOffset + screen.getBoundingClientRect().top - top);
    if (letter) tellNews(letter);
    if (!shown || !screen) return;
    if (own === "say") {
      // The next answer may be typed as well: only the screen is read out.
      if (!window.matchMedia("(pointer: fine)").matches) field.blur();
      part("told").textContent = screen.querySelector(".text") ? screen.querySelector(".text").textContent : "";
      reveal(screen);
    } else if (own || lostFocus) {
      screen.focus({ preventScroll: true });
      reveal(screen);
    } else {
      if (shown.isNew) part("told").textContent = body.dataset.moved;
      if (shown.isNew && wasAtEnd) reveal(screen);
    }
  }

  function atEnd() {
    return window.innerHeight + window.pageYOffset > document.documentElement.scrollHeight - 200;
  }

  function reveal(message) {
    const above = document.querySelector(".top").offsetHeight + 12;
    window.scrollTo(0, message.getBoundingClientRect().top + window.pageYOffset - above);
  }

  function tellNews(letter) {
    letter.classList.add("fresh");
    news.textContent = body.dataset.news;
    news.hidden = false;
    news.onclick = function () {
      news.hidden = true;
      reveal(letter);
      letter.focus({ preventScroll: true });
    };
    part("told").textContent = body.dataset.news + ". " + letter.querySelector("h2").textContent;
  }

  // --- sending ---

  let pressed = null;
  let again = null;

  function complain(words, retry) {
    again = retry;
    part("trouble-words").textContent = words;
    part("again").hidden = !retry;
    trouble.hidden = false;
  }

  function busy(form, is) {
    if (is) form.setAttribute("aria-busy", "true");
    else form.removeAttribute("aria-busy");
  }

  function post(form, button) {
    if (form.getAttribute("aria-busy") === "true") return;
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    send(form, data);
  }

  async function send(form, data) {
    // The same form again, under the same key, is the same thing: whoever has heard no answer may send it once more.
    busy(form, true);
    onItsWay = form.id || "tap";
    if (trouble) trouble.hidden = true;
    const known = seq;
    data.set("seq", String(known));
    data.set("tab", TAB);
    let posted = data;
    if (form.id !== "file") {
      // Without a file, words and names are all there is: a third of the bytes, and read at once.
      posted = new URLSearchParams();
      data.forEach(function (value, name) { posted.append(name, value); });
    }
    const control = new AbortController();
    const timer = setTimeout(function () { control.abort(); }, form.id === "file" ? FILE_PATIENCE : PATIENCE);
    let status = 0;
    let told = null;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: posted,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: control.signal,
      });
      status = answer.status;
      told = await answer.json();
    } catch (error) {
      told = null;
    }
    clearTimeout(timer);
    busy(form, false);
    if (!told) {
      onItsWay = null;
      complain(body.dataset.unsent, function () { send(form, data); });
      // What the lost answer has told is not told again by the stream that was there meanwhile.
      seq = Math.min(seq, known);
      if (stream) listen();
      return;
    }
    if (told.key && form.elements.key) form.elements.key.value = told.key;
    if (status === 401) {
      // What was typed stays where it is, to be copied; what the conversation holds does not.
      leaving = true;
      if (stream) stream.close();
      wipe("");
      log.textContent = "";
    }
    if (told.error) {
      onItsWay = null;
      complain(told.error, null);
      return;
    }
    sent(form);
    if (!told.done) part("told").textContent = body.dataset.working;
    apply(told.news);
    if (told.done) onItsWay = null;
  }

  function sent(form) {
    if (form.id === "say") {
      field.value = "";
      remember();
      grow();
    } else if (form.id === "file") {
      form.reset();
      part("picked").textContent = "";
      part("attach").open = false;
    }
    part("menu").open = false;
  }

  document.addEventListener("click", function (event) {
    const menu = part("menu");
    pressed = event.target.closest("button");
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", function (event) {
    const menu = part("menu");
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.hasAttribute("data-wipe")) {
      leaving = true;
      if (stream) stream.close(); // or what it tells would begin the page anew, in the middle of leaving it
      wipe("");
      return;
    }
    if (!form.hasAttribute("data-live") || past) return;
    event.preventDefault();
    if (form.id === "file" && !chosen()) return;
    if (form.id === "say" && !field.value.trim()) {
      field.focus();
      return;
    }
    post(form, pressed && form.contains(pressed) ? pressed : null);
  });

  if (trouble) {
    part("again").addEventListener("click", function () {
      if (again) again();
    });
  }

  // --- files ---

  const inputs = Array.from(document.querySelectorAll(".chooser"));

  function chosen() {
    const full = inputs.filter(function (input) { return input.files.length > 0; })[0];
    if (!full) {
      inputs[0].focus();
      return false;
    }
    if (full.files[0].size > LARGEST) {
      complain(body.dataset.tooLarge, null);
      return false;
    }
    return true;
  }

  inputs.forEach(function (input) {
    input.addEventListener("change", function () {
      inputs.forEach(function (other) { if (other !== input) other.value = ""; });
      const file = input.files[0];
      part("picked").textContent = file ? body.dataset.chosen + " " + file.name : "";
    });
  });

  // --- the stream ---

  const offline = part("offline");
  let stream = null;
  let lost = null;

  function heard() {
    clearTimeout(lost);
    lost = null;
    offline.hidden = true;
  }

  function missed() {
    if (leaving || lost) return;
    lost = setTimeout(function () {
      offline.textContent = body.dataset.offline;
      offline.hidden = false;
    }, 4000);
  }

  function listen() {
    if (!window.EventSource || past || leaving) return;
    if (stream) stream.close();
    stream = new EventSource(body.dataset.root + "events?after=" + seq + "&tab=" + TAB);
    stream.onopen = heard;
    stream.onmessage = function (event) {
      heard();
      apply(JSON.parse(event.data));
    };
    stream.addEventListener("over", function () {
      leaving = true;
      stream.close();
      wipe("");
      window.location.reload();
    });
    stream.onerror = function () {
      missed();
      // Some answers end it for good; then it is begun anew.
      const ended = stream;
      if (ended.readyState === 2) setTimeout(function () { if (stream === ended) listen(); }, 5000);
    };
  }

  window.addEventListener("pagehide", function () {
    leaving = true;
    if (stream) stream.close();
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });

  const up = screenUp();
  if (up && !past && (!window.location.hash || window.location.hash === "#screen")) reveal(up);
  listen();
}());
