// What the page asks for: of its server, or, where it was exported, of the files beside it.

const exported = globalThis.FANOUT ?? (typeof FANOUT === 'undefined' ? undefined : FANOUT);

export const isExported = exported !== undefined;

/** Who waits for a run that a script brings; a person may go on to the next before it is there. */
const waiting = new Map();
if (isExported) exported.played = (string, json) => waiting.get(string)?.(json);

/** What the page knows besides runs. */
export async function known(name) {
  return isExported ? exported[name] : (await fetch(name)).json();
}

/** Whether a run can be shown: with a server any, otherwise those that were played beforehand. */
export function canPlay(string) {
  return !isExported || string in exported.runs;
}

/** The run, or an error that says why there is none. */
export async function play(string, token) {
  if (!isExported) return (await fetch(`run?string=${encodeURIComponent(string)}&presenter=${token}`)).json();
  if (!canPlay(string)) return {error: `This site does not have this run. To play any run:  ./fanout workshop '${string}'`};
  return new Promise((resolve, reject) => {
    waiting.set(string, resolve);
    const script = Object.assign(document.createElement('script'), {src: exported.runs[string], onerror: reject});
    script.onload = () => script.remove();
    document.head.append(script);
  });
}

/** One step of a search for an order in which something happens. */
export async function find(string, wish, from, token) {
  return (await fetch(`find?string=${encodeURIComponent(string)}&wish=${wish}&from=${from}&presenter=${token}`)).json();
}

/** When the reader's own adapter was last saved. */
export async function savedAt(token) {
  return (await fetch(`mine?presenter=${token}`)).json();
}
