// A passage: selected with the mouse, or sentence by sentence with the keyboard.
// Offsets count characters as the server does, not UTF-16 units.

import * as actions from "./actions.js";
import { firstRecordOf } from "./highlights.js";

const MOST = 2; // sentences of a passage
const desk = document.getElementById("desk");
const tool = document.getElementById("tool");
let chosen = null; // { start, end }
let anchor = null; // the first sentence of a selection by keyboard

export const current = () => chosen;

export function listen(open) {
    document.addEventListener("selectionchange", () => {
        if (getSelection().isCollapsed && chosen?.byMouse) clear();
    });
    document.addEventListener("mouseup", (event) => {
        if (!event.target.closest?.("#tool, #panel")) setTimeout(fromMouse);
    });
    tool.querySelector("button").addEventListener("click", () => chosen && open(chosen));
    document.addEventListener("keydown", (event) => {
        // In the text, or nowhere: on a page just opened nothing has the focus yet.
        if (event.target !== document.body && !event.target.closest("#text")) return;
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (byKey(event, open)) event.preventDefault();
    });
}

export function clear() {
    chosen = anchor = null;
    tool.hidden = true;
    for (const sentence of desk.querySelectorAll(".chosen")) sentence.classList.remove("chosen");
}

export function mark(start, end) {
    for (const sentence of sentences()) {
        const meets = Number(sentence.dataset.start) < end && Number(sentence.dataset.end) > start;
        sentence.classList.toggle("chosen", meets);
    }
}

function byKey(event, open) {
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
        step(key === "j" ? 1 : -1, event.shiftKey);
    } else if (event.key === "Enter") {
        fromMouse();
        if (!chosen && focused()) choose(focused(), focused());
        if (!chosen) return false;
        actions.add();
        open(chosen);
    } else if (key === "c" && focused()) {
        firstRecordOf(focused())?.focus();
    } else {
        return false;
    }
    return true;
}

function step(by, extend) {
    const all = sentences();
    const at = all.indexOf(focused());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (!next) return;
    getSelection().removeAllRanges();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    if (!extend || !anchor) anchor = next;
    if (Math.abs(all.indexOf(anchor) - all.indexOf(next)) >= MOST) anchor = next;
    const [first, last] = [anchor, next].sort((a, b) => all.indexOf(a) - all.indexOf(b));
    choose(first, last);
    if (extend) actions.add();
    else actions.begin();
}

function choose(first, last) {
    chosen = { start: Number(first.dataset.start), end: Number(last.dataset.end) };
    mark(chosen.start, chosen.end);
    place(last.getBoundingClientRect());
}

function fromMouse() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const text = document.getElementById("text");
    if (!text.contains(range.commonAncestorContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    clear();
    chosen = { start, end, byMouse: true };
    actions.begin();
    place(range.getBoundingClientRect());
}

// The character of the text at a point of the page.
function offset(node, within) {
    if (node.nodeType !== Node.TEXT_NODE) {
        const after = node.childNodes[within];
        const first = after && firstPiece(after);
        if (first) return Number(first.dataset.start);
        const before = lastPiece(node);
        return before ? Number(before.dataset.start) + [...before.textContent].length : null;
    }
    const piece = node.parentElement.closest(".piece");
    if (!piece) return null;
    return Number(piece.dataset.start) + [...node.data.slice(0, within)].length;
}

const firstPiece = (node) => (node.matches?.(".piece") ? node : node.querySelector?.(".piece"));
const lastPiece = (node) => [...(node.querySelectorAll?.(".piece") || [])].pop();
const sentences = () => [...desk.querySelectorAll(".sentence")];
const focused = () => document.activeElement?.closest?.(".sentence");

function place(box) {
    if (!("mayCode" in document.getElementById("reading").dataset)) return;
    tool.hidden = false;
    tool.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tool.offsetWidth - 8))}px`;
    tool.style.top = `${Math.min(box.bottom + 6, innerHeight - tool.offsetHeight - 8)}px`;
}
