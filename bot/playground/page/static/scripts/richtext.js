// Text with Telegram's entities becomes nodes. Offsets are UTF-16 units, which is how JavaScript counts anyway.

import { h } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const VERBATIM = new Set(["code", "pre", "text_link", "bot_command"]);
// What a phone finds by itself in the bot's words: addresses and commands.
const FOUND = /(?<url>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]»”]|(?<![\w@./])t\.me\/[\w?=&%+\-/]*[\w])|(?<![\w/<>])(?<command>\/[A-Za-z0-9_]{1,32})(?![\w/<>])/gu;
const SAFE = /^(https?|tg|mailto|tel):/i;

/**
 * Nodes of `text`. `does.command(text)` and `does.link(url)` are what a click on one calls.
 */
export function richText(text, entities, does) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, sorted, 0, text.length, does, false);
}

function nodes(text, entities, from, to, does, verbatim) {
  const out = [];
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    out.push(...plain(text.slice(at, entity.offset), does, verbatim));
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    const children = nodes(text, inner, entity.offset, end, does, verbatim || VERBATIM.has(entity.type));
    out.push(...wrap(entity, text.slice(entity.offset, end), children, does));
    at = end;
    // A line break next to a block would show as an empty line, as it does not on a phone.
    if (isBlock(entity) && text[at] === "\n") at += 1;
  }
  out.push(...plain(text.slice(at, to), does, verbatim));
  return out;
}

const isBlock = (entity) => entity.type === "pre" || entity.type.endsWith("blockquote");

function wrap(entity, words, children, does) {
  if (entity.type === "text_link") return [link(entity.url, children, does)];
  if (entity.type === "bot_command") return [command(words, does)];
  if (entity.type === "spoiler") {
    const cover = h("button", { type: "button", class: "spoiler", "aria-label": "Nội dung che, bấm để xem" }, children);
    cover.addEventListener("click", () => {
      cover.replaceWith(...cover.childNodes);
    });
    return [cover];
  }
  const tag = TAGS[entity.type];
  if (!tag) return children;
  return [h(tag, entity.type === "expandable_blockquote" ? { class: "long" } : {}, children)];
}

function plain(text, does, verbatim) {
  if (!text) return [];
  if (verbatim) return [text];
  const out = [];
  let at = 0;
  for (const found of text.matchAll(FOUND)) {
    out.push(text.slice(at, found.index));
    const { url, command: name } = found.groups;
    out.push(url ? link(url.startsWith("t.me") ? `https://${url}` : url, [url], does) : command(name, does));
    at = found.index + found[0].length;
  }
  out.push(text.slice(at));
  return out.filter(Boolean);
}

function command(words, does) {
  return h("button", { type: "button", class: "inline-link", onclick: () => does.command(words) }, words);
}

function link(url, children, does) {
  if (!SAFE.test(url)) return h("span", {}, children);
  const anchor = h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
  anchor.addEventListener("click", (event) => {
    if (does.link(url)) event.preventDefault();
  });
  return anchor;
}
