// Name boxes: a text field that finds one record. Arrows choose, Enter takes, Escape keeps.

let waiting;

export function listen(root) {
    root.addEventListener("input", (event) => {
        const box = boxOf(event.target);
        if (!box) return;
        hidden(box).value = "";
        clearTimeout(waiting);
        waiting = setTimeout(() => search(box, event.target.value), 150);
    });
    root.addEventListener("keydown", (event) => {
        const box = boxOf(event.target);
        if (box && !list(box).hidden) move(box, event);
    });
    root.addEventListener("focusout", (event) => {
        const box = boxOf(event.target);
        if (box && !box.contains(event.relatedTarget)) leave(box);
    });
    root.addEventListener("mousedown", (event) => {
        const option = event.target.closest(".name-list [role=option]");
        if (!option) return;
        event.preventDefault(); // the field keeps the focus
        take(option.closest(".name-box"), option);
    });
}

export function fill(box, value, shown) {
    hidden(box).value = value;
    text(box).value = shown || "";
    close(box);
}

const boxOf = (target) => (target.matches?.("[role=combobox]") ? target.closest(".name-box") : null);
const hidden = (box) => box.querySelector("input[type=hidden]");
const text = (box) => box.querySelector("[role=combobox]");
const list = (box) => box.querySelector(".name-list");
const options = (box) => [...list(box).querySelectorAll("[role=option]")];

async function search(box, words) {
    if (!words.trim()) {
        close(box);
        changed(box);
        return;
    }
    const answer = await fetch(`${box.dataset.address}&term=${encodeURIComponent(words)}`, { redirect: "manual" });
    if (!answer.ok || text(box).value !== words) return;
    const { results } = await answer.json();
    list(box).replaceChildren(
        ...results.slice(0, 8).map(({ id, text: name }, place) => {
            const option = document.createElement("span");
            option.setAttribute("role", "option");
            option.id = `${text(box).id}-option-${place}`;
            option.dataset.value = id;
            option.textContent = name;
            return option;
        }),
    );
    if (!results.length) list(box).textContent = "Nothing found";
    list(box).hidden = false;
    text(box).setAttribute("aria-expanded", "true");
    point(box, 0);
}

function move(box, event) {
    const all = options(box);
    const at = all.findIndex((option) => option.classList.contains("at"));
    if (event.key === "ArrowDown") point(box, Math.min(at + 1, all.length - 1));
    else if (event.key === "ArrowUp") point(box, Math.max(at - 1, 0));
    else if (event.key === "Enter" && all[at] && !event.ctrlKey) take(box, all[at]);
    else if (event.key === "Escape") close(box);
    else return;
    event.preventDefault();
    event.stopPropagation();
}

function point(box, place) {
    options(box).forEach((option, index) => {
        option.classList.toggle("at", index === place);
        option.setAttribute("aria-selected", String(index === place));
        if (index === place) text(box).setAttribute("aria-activedescendant", option.id);
    });
}

function take(box, option) {
    fill(box, option.dataset.value, option.textContent);
    changed(box);
}

function leave(box) {
    clearTimeout(waiting);
    // Words that name nothing do not pretend to.
    if (!hidden(box).value) text(box).value = "";
    close(box);
}

function close(box) {
    list(box).hidden = true;
    text(box).setAttribute("aria-expanded", "false");
    text(box).removeAttribute("aria-activedescendant");
}

const changed = (box) => hidden(box).dispatchEvent(new Event("change", { bubbles: true }));
