// The reading desk: a text, what is coded of it, and the panel that codes a passage.

import * as actions from "./actions.js";
import * as highlights from "./highlights.js";
import * as keeping from "./keeping.js";
import * as panel from "./panel.js";
import * as selection from "./selection.js";
import { LoggedOut, post } from "./server.js";

const root = document.getElementById("reading");
const desk = document.getElementById("desk");
const told = document.getElementById("told");
const undo = document.getElementById("undo");
let undoable = [];

highlights.listen();
selection.listen(openPassage);
panel.listen(redraw, selection.clear);
actions.countIn(document.getElementById("tool"));

desk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) doTo(button.closest(".record"), button.dataset.do);
});
undo.addEventListener("click", () => remove(undoable, "Undone: what the last save made is deleted."));

const kept = keeping.kept();
if (kept) attempt(() => panel.reopen(kept));

async function openPassage(passage) {
    await attempt(() => panel.openPassage(passage));
    document.getElementById("tool").hidden = true;
    selection.mark(passage.start, passage.end);
    document.querySelector(".sentence.chosen")?.scrollIntoView({ block: "nearest" });
}

function doTo(record, what) {
    const { record: key, version } = record.dataset;
    if (what === "edit") attempt(() => panel.openRecord(key));
    if (what === "remove") remove([key], "Deleted.");
    if (what === "approve") change(root.dataset.approve, { record: [key], version: [version] });
    if (what === "send-back") askWhy(record);
}

// Returning needs a reason: it is asked for in place.
function askWhy(record) {
    if (record.querySelector("form")) return;
    const form = document.createElement("form");
    form.className = "why";
    const label = document.createElement("label");
    label.textContent = "Why is it returned?";
    const input = document.createElement("input");
    Object.assign(input, { name: "reason", required: true, maxLength: 500 });
    label.append(input);
    const button = document.createElement("button");
    Object.assign(button, { className: "plain", textContent: "Return to draft" });
    form.append(label, button);
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const { record: key, version } = record.dataset;
        change(root.dataset.sendBack, { record: [key], version: [version], reason: [input.value] });
    });
    record.append(form);
    input.focus();
}

const remove = (keys, words) => change(root.dataset.remove, { record: keys }, words);

async function change(url, fields, words) {
    const data = new FormData();
    for (const [name, values] of Object.entries(fields)) for (const value of values) data.append(name, value);
    await attempt(async () => {
        const answer = await post(url, data);
        redraw(words ? { ...answer, said: words } : answer);
    });
}

async function attempt(act) {
    try {
        await act();
    } catch (error) {
        say(error instanceof LoggedOut ? "You are logged out, or may not do this. Log in in another tab, then try again." : error.message);
    }
}

function redraw({ desk: drawn, said, undo: made }) {
    const places = [scrollY, ...panes().map((pane) => pane.scrollTop)];
    const at = document.activeElement?.closest?.("[data-record]")?.dataset.record;
    desk.innerHTML = drawn; // the server's own template: every value in it is escaped
    scrollTo({ top: places[0], behavior: "instant" });
    panes().forEach((pane, index) => (pane.scrollTop = places[index + 1] || 0));
    selection.clear();
    const record = at && desk.querySelector(`[data-record="${CSS.escape(at)}"]`);
    (record || document.getElementById("text")).focus({ preventScroll: true });
    undoable = made || [];
    undo.hidden = undoable.length === 0;
    say(said);
}

const panes = () => [...desk.querySelectorAll(".text-pane, .record-pane")];

function say(words) {
    told.textContent = words;
}
