// The server's side of the page: JSON both ways, and one stream of what has changed.

/** The server said no: a phone would not let its owner do this (any more). */
export class Refused extends Error {}

async function ask(path, options) {
  const response = await fetch(path, options);
  if (response.status === 409) throw new Refused((await response.json()).error);
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response.json();
}

export const get = (path) => ask(path, {});

export const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const put = (path, body) => ask(path, { method: "PUT", body });

export const does = (person, verb, body) => post(`api/people/${person}/${verb}`, body);

/**
 * Listens to the server: `on` maps an event to what takes its data; `connected(bool)` hears of a line lost and found.
 * A hidden tab lets go of the stream, since browsers grant one address only six; shown again it starts from fresh state.
 */
export function listen(on, connected) {
  let source = null;
  let again = null;
  const open = () => {
    clearTimeout(again);
    source?.close();
    source = new EventSource("api/events");
    for (const [name, take] of Object.entries(on)) {
      source.addEventListener(name, (event) => {
        connected(true);
        take(JSON.parse(event.data));
      });
    }
    source.addEventListener("error", () => {
      connected(false);
      // The browser retries by itself unless it was answered with something that is no stream.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 1000);
    });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") open();
    else {
      clearTimeout(again);
      source?.close();
    }
  });
  open();
}
