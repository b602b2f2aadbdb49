// Asking the server: every answer is JSON, and a session that has ended is no lost work.

export class LoggedOut extends Error {}
export class Refused extends Error {
    constructor(answer) {
        super(answer.said || "It was refused.");
        this.answer = answer;
    }
}

const token = () => document.querySelector("#reading input[name=csrfmiddlewaretoken]");

export const get = (url) => ask(url, { method: "GET" });

export async function post(url, data) {
    try {
        return await ask(url, { method: "POST", body: signed(data) });
    } catch (error) {
        // After a new log-in in another tab the old token is refused; the page has the new one.
        if (!(error instanceof LoggedOut) || !(await renewed())) throw error;
        return ask(url, { method: "POST", body: signed(data) });
    }
}

function signed(data) {
    data.set("csrfmiddlewaretoken", token().value);
    return data;
}

async function renewed() {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#reading input[name=csrfmiddlewaretoken]");
    if (fresh) token().value = fresh.value;
    return Boolean(fresh);
}

async function ask(url, options) {
    let answer;
    try {
        answer = await fetch(url, { ...options, redirect: "manual", headers: { Accept: "application/json" } });
    } catch {
        throw new Error("The server cannot be reached. Nothing is lost: try again in a moment.");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        throw new LoggedOut();
    }
    const isJSON = (answer.headers.get("Content-Type") || "").includes("json");
    const told = isJSON ? await answer.json() : {};
    if (answer.status === 422) throw new Refused(told);
    if (answer.status === 404) throw new Error("It has changed or was deleted meanwhile: reload the page.");
    if (!answer.ok) throw new Error(told.detail || `The server answered ${answer.status}. Try again in a moment.`);
    return told;
}
