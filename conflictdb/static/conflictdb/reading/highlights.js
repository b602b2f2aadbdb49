// A record and its passages light up together, whichever is pointed at or focused.

const desk = document.getElementById("desk");

export function listen() {
    for (const kind of ["mouseover", "focusin"]) desk.addEventListener(kind, (event) => light(event.target));
    for (const kind of ["mouseleave", "focusout"]) desk.addEventListener(kind, unlight);
    desk.addEventListener("click", (event) => {
        if (event.target.closest("button, a")) return;
        const record = event.target.closest(".record");
        if (record) show(pieces(cites(record))[0]);
        const piece = event.target.closest(".piece[data-cites]");
        if (piece && getSelection().isCollapsed) show(records(cites(piece))[0]);
    });
}

export function firstRecordOf(sentence) {
    const cited = [...sentence.querySelectorAll(".piece[data-cites]")].flatMap(cites);
    return records(cited)[0];
}

function light(target) {
    const cited = target.closest(".record, .piece[data-cites]");
    unlight();
    if (!cited) return;
    const ids = cites(cited);
    const lit = cited.matches(".record") ? [cited] : records(ids);
    for (const element of [...pieces(ids), ...lit]) element.classList.add("lit");
}

function unlight() {
    for (const element of desk.querySelectorAll(".lit")) element.classList.remove("lit");
}

function show(element) {
    if (!element) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    if (element.matches(".record")) element.focus({ preventScroll: true });
}

const cites = (element) => (element.dataset.cites || "").split(" ").filter(Boolean);
const having = (selector, ids) =>
    [...desk.querySelectorAll(selector)].filter((element) => cites(element).some((id) => ids.includes(id)));
const pieces = (ids) => having(".piece[data-cites]", ids);
const records = (ids) => having(".record", ids);
