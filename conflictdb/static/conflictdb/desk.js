// The desks by keyboard, and without leaving the page. Every act is a plain form that works without
// this; htmx sends it and renews the desk. What a key does stands in the page, as data-key or
// data-act, so that it can be done by hand as well.

const desk = () => document.getElementById("desk");
const dialog = () => desk()?.querySelector("dialog");

// Which claim or part the keys mean

const ITEMS = "[data-claim], [data-part]";
let current = null; // the key of its record: the desk is renewed, the record stays

const keyOf = (item) => item.dataset.claim ?? item.dataset.part;
const items = () => [...(desk()?.querySelectorAll(ITEMS) ?? [])];
const currentItem = () => items().find((item) => keyOf(item) === current);

function mark(item) {
  for (const other of items()) other.toggleAttribute("data-current", other === item);
  current = item ? keyOf(item) : null;
}

function step(by) {
  const all = items();
  if (!all.length) return;
  const at = all.indexOf(currentItem());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  mark(next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// Choosing two claims

function chosen() {
  return [...(desk()?.querySelectorAll("input[name=claim][form=link]") ?? [])].filter((box) => box.checked);
}

function tellChosen() {
  const told = desk()?.querySelector("[data-chosen]");
  if (!told) return;
  const boxes = chosen();
  const names = boxes.map((box) => {
    const claim = box.closest("[data-claim]");
    return `${claim.querySelector(".claim-number").textContent} (${claim.querySelector(".claim-told").textContent.trim()})`;
  });
  told.textContent = boxes.length === 2 ? `Chosen: ${names.join(" and ")}.`
    : boxes.length === 1 ? `Chosen: ${names[0]}. Choose one more.` : "Choose two claims.";
  told.closest("form").toggleAttribute("data-ready", boxes.length === 2);
  for (const button of desk().querySelectorAll("[data-relation]")) button.disabled = boxes.length !== 2;
}

function choose(box) {
  const boxes = chosen();
  if (boxes.length > 2) boxes.find((other) => other !== box).checked = false;
  tellChosen();
}

// Panels: a page that leads to an act, shown above the desk

async function open(link) {
  await htmx.ajax("GET", link.href, { target: "#panel", select: "#panel", swap: "outerHTML" });
  dialog().showModal();
  dialog().querySelector("[autofocus]")?.focus();
}

// Keys

const RELATIONS = { u: "updates", d: "disputes", c: "confirms", o: "corrects", r: "retracts", q: "qualifies" };

function press(key) {
  const within = (selector) => desk().querySelector(selector);
  if (key === "j") return step(1), true;
  if (key === "k") return step(-1), true;
  const own = currentItem();
  const act = own?.querySelector(key === "m" ? "[data-panel]" : `[data-act=${key}]`);
  if (act) return act.click(), true;
  const box = key === "x" && own?.querySelector("input[name=claim]");
  if (box) return box.click(), true;
  if (key === "t") {
    const turn = within("input[name=turn]");
    return turn ? (turn.click(), true) : false;
  }
  if (key === "n") {
    const note = within("#link input[name=note]");
    return note ? (note.focus(), true) : false;
  }
  const relation = RELATIONS[key] && within(`[data-relation=${RELATIONS[key]}]`);
  if (relation) return relation.click(), true;
  const named = within(`[data-key=${key}]`);
  if (!named) return false;
  if (named instanceof HTMLDetailsElement) {
    named.open = !named.open;
    if (named.open) named.querySelector("input[type=text]")?.select();
  } else named.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!desk() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  if (event.key === "Escape" && at.closest?.("#desk") && !dialog()?.open) return at.blur();
  if (dialog()?.open || at.closest?.("#record")) return;
  if (at.isContentEditable || at.matches?.("textarea, select, input:not([type=checkbox])")) return;
  if (/^[a-z]$/.test(event.key) && press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-panel], [data-close]");
  if (link?.matches("[data-panel]") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(link);
  } else if (link && dialog()?.open) {
    event.preventDefault();
    dialog().close();
  }
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.(ITEMS);
  if (item) mark(item);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[name=claim][form=link]")) choose(event.target);
});

// A link names the other claim: it is shown where it stands
for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(kind, (event) => {
    const other = event.target.closest?.("[data-other]")?.dataset.other;
    if (other) document.getElementById(`claim-${other}`)?.toggleAttribute("data-pointed-at", on);
  });
}

// Parts drawn onto each other

let drawn = null;
const partAt = (event) => event.target.closest?.("[data-part]");

document.addEventListener("dragstart", (event) => {
  drawn = partAt(event) ?? null;
});
document.addEventListener("dragover", (event) => {
  const over = partAt(event);
  for (const part of items()) part.toggleAttribute("data-over", part === over && part !== drawn);
  if (drawn && over && over !== drawn) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const over = partAt(event);
  const form = document.getElementById("nest");
  if (!drawn || !over || over === drawn || !form) return;
  event.preventDefault();
  form.elements.part.value = drawn.dataset.part;
  form.elements.version.value = drawn.dataset.version;
  form.elements.into.value = over.dataset.part;
  form.requestSubmit();
});
document.addEventListener("dragend", () => {
  drawn = null;
  for (const part of items()) part.removeAttribute("data-over");
});

// The desk as it is, and each time it has been renewed

function settle() {
  if (!desk()) return;
  const item = currentItem();
  if (item) mark(item);
  tellChosen();
}

document.addEventListener("htmx:afterSettle", settle);
settle();
