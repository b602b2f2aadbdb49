// How many actions a coding takes: each click, key chord and field entry is one.
// The page shows it to tests as data-actions, and of the last save as data-actions-of-save.

const root = document.getElementById("reading");

export const begin = () => set(1); // the selection itself
export const add = () => set(Number(root.dataset.actions || 0) + 1);
export const saved = () => {
    root.dataset.actionsOfSave = root.dataset.actions || "0";
    set(0);
};

function set(count) {
    root.dataset.actions = String(count);
}

export function countIn(element) {
    element.addEventListener("click", (event) => {
        if (event.isTrusted && event.detail > 0) add();
    });
    element.addEventListener("change", (event) => {
        // Checkboxes and lists are counted by their click.
        if (event.isTrusted && event.target.matches("input:not([type=checkbox]), textarea")) add();
    });
    element.addEventListener("keydown", (event) => {
        const chord = event.key === "Enter" || event.key === "Escape" || event.key === "Tab";
        if (event.isTrusted && chord) add();
    });
}
