// The panel beside the text: opened for a passage or a draft, filled in, saved.

import * as actions from "./actions.js";
import * as keeping from "./keeping.js";
import * as names from "./names.js";
import { LoggedOut, Refused, get, post } from "./server.js";

const root = document.getElementById("reading");
const panel = document.getElementById("panel");
let whenSaved, whenClosed, before, composing, busy;

export const isOpen = () => !panel.hidden;

export function listen(saved, closed) {
    [whenSaved, whenClosed] = [saved, closed];
    names.listen(panel);
    actions.countIn(panel);
    panel.addEventListener("submit", (event) => {
        event.preventDefault();
        save();
    });
    panel.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
        else if (event.key === "Escape") close();
        else return;
        event.preventDefault();
    });
    panel.addEventListener("click", (event) => {
        const chip = event.target.closest(".chip");
        if (chip) take(JSON.parse(chip.dataset.values));
        if (event.target.closest("[data-close]")) close();
        if (event.target.closest("[data-add-claim]")) addClaim(true);
    });
    panel.addEventListener("input", () => keeping.keep(form()));
    panel.addEventListener("change", (event) => {
        keeping.keep(form());
        settle();
        if (!event.target.matches("textarea")) compose();
    });
}

export async function openPassage({ start, end }) {
    await open(`${root.dataset.panel}?start=${start}&end=${end}`);
}

export async function openRecord(record) {
    await open(root.dataset.edit.replace("KEY", record));
}

// Open again what was being typed when the page went away.
export async function reopen({ start, end, record, fields }) {
    await (record ? openRecord(record) : openPassage({ start, end }));
    if (!isOpen()) return false;
    const claims = Number(fields.find(([name]) => name === "claims")?.[1] || 0);
    while (form().elements.claims && Number(form().elements.claims.value) < claims) addClaim(false);
    keeping.refill(form(), fields);
    settle();
    tell("This was being typed when the page was left; it is not saved yet.");
    return true;
}

export function close() {
    panel.hidden = true;
    root.classList.remove("coding");
    panel.replaceChildren();
    keeping.forget();
    before?.focus?.({ preventScroll: true });
    whenClosed();
}

const form = () => panel.querySelector("form");

async function open(url) {
    before = document.activeElement;
    const { panel: drawn } = await get(url);
    draw(drawn);
    panel.querySelector("#panel-title").focus();
}

function draw(drawn) {
    panel.innerHTML = drawn; // the server's own template: every value in it is escaped
    panel.hidden = false;
    root.classList.add("coding");
    for (const gist of gists()) gist.dataset.composed = gist.value;
    settle();
}

function take(values) {
    for (const [name, [value, shown]] of Object.entries(values)) {
        const field = form().elements[name];
        const box = field.closest?.(".name-box");
        if (box) names.fill(box, value, shown);
        else if (field.type === "checkbox") field.checked = value === "on";
        else field.value = value;
        box?.closest("details")?.setAttribute("open", "");
    }
    keeping.keep(form());
    settle();
    compose();
}

function addClaim(isWanted) {
    const count = form().elements.claims;
    const blank = panel.querySelector("#blank-claim").innerHTML.replaceAll("__number__", count.value);
    panel.querySelector(".claims").insertAdjacentHTML("beforeend", blank);
    count.value = Number(count.value) + 1;
    const added = panel.querySelector(".claims").lastElementChild;
    const incident = form().elements["claim-0-incident"];
    const box = added.querySelector('[data-field$="-incident"] .name-box');
    if (incident && box) {
        names.fill(box, incident.value, incident.closest(".name-box").querySelector("[role=combobox]").value);
    }
    for (const gist of gists()) gist.dataset.composed ??= gist.value;
    settle();
    if (isWanted) added.querySelector("select").focus();
}

// What is shown follows from what is chosen.
function settle() {
    for (const claim of panel.querySelectorAll(".claim")) {
        const taken = claim.querySelector(".take input");
        claim.classList.toggle("untaken", Boolean(taken) && !taken.checked);
    }
    const isKnown = Boolean(form().elements.statement?.value);
    panel.querySelector("[data-when-new]")?.toggleAttribute("hidden", isKnown);
    for (const summary of panel.querySelectorAll("[data-summary-of]")) {
        const fields = [...form().elements].filter((field) => field.name === summary.dataset.summaryOf);
        summary.textContent = fields.map(words).filter(Boolean).join(", ");
    }
}

const words = (field) =>
    field.type === "checkbox"
        ? field.checked && field.closest("label")?.textContent.trim()
        : field.selectedOptions?.[0]?.textContent;

// Gists follow the facts until somebody writes their own.
const gists = () => [...panel.querySelectorAll("textarea[name$=gist]")];

function compose() {
    clearTimeout(composing);
    composing = setTimeout(composeNow, 200);
}

async function composeNow() {
    clearTimeout(composing);
    composing = null;
    const asked = form();
    const followed = gists().filter((gist) => gist.value === gist.dataset.composed);
    if (!followed.length || asked.dataset.record) return;
    const composed = await post(root.dataset.gists, new FormData(asked)).catch(() => ({}));
    for (const gist of followed) {
        if (composed[gist.name] === undefined || gist.value !== gist.dataset.composed) continue;
        gist.value = gist.dataset.composed = composed[gist.name];
    }
    if (form() === asked) keeping.keep(asked);
}

async function save() {
    if (busy || !form()) return;
    busy = true;
    panel.setAttribute("aria-busy", "true");
    keeping.keep(form());
    try {
        if (composing) await composeNow();
        const answer = await post(form().dataset.save, new FormData(form()));
        actions.saved();
        close();
        whenSaved(answer);
    } catch (error) {
        failed(error);
    } finally {
        busy = false;
        panel.removeAttribute("aria-busy");
    }
}

function failed(error) {
    if (error instanceof LoggedOut) {
        tell("You are logged out, or may not do this. What you typed is kept here: ");
        const link = document.createElement("a");
        Object.assign(link, { href: root.dataset.login, target: "_blank", textContent: "log in in a new tab" });
        link.className = "text-link";
        panel.querySelector(".panel-told").append(link, ", then save again.");
        return;
    }
    if (error instanceof Refused && error.answer.panel) {
        const composed = Object.fromEntries(gists().map((gist) => [gist.name, gist.dataset.composed]));
        draw(error.answer.panel);
        for (const gist of gists()) gist.dataset.composed = composed[gist.name] ?? gist.value;
        keeping.keep(form());
        panel.querySelector(".has-errors")?.closest("details")?.setAttribute("open", "");
        panel.querySelector(".has-errors input:not([type=hidden]), .has-errors select")?.focus();
    }
    tell(error.message);
}

function tell(message) {
    panel.querySelector(".panel-told").textContent = message;
}
