// What is typed in the panel survives a reload: kept in this tab until it is saved or given up.

const root = document.getElementById("reading");
const key = `reading:${root.dataset.user}:${root.dataset.document}`;

export const forget = () => sessionStorage.removeItem(key);

export function keep(form) {
    const fields = [...form.elements].filter((field) => field.name).map((field) => [
        field.name,
        field.value,
        field.checked,
        field.closest(".name-box")?.querySelector("[role=combobox]").value,
    ]);
    const { start, end, record } = form.dataset;
    sessionStorage.setItem(key, JSON.stringify({ start, end, record, fields }));
}

export function kept() {
    try {
        return JSON.parse(sessionStorage.getItem(key));
    } catch {
        return null;
    }
}

export function refill(form, fields) {
    for (const [name, value, checked, shown] of fields) {
        for (const field of form.elements) {
            if (field.name !== name) continue;
            if (field.type === "checkbox" || field.type === "radio") {
                if (field.value === value) field.checked = checked;
                continue;
            }
            field.value = value;
            const box = field.closest(".name-box")?.querySelector("[role=combobox]");
            if (box && shown !== undefined) box.value = shown;
        }
    }
}
