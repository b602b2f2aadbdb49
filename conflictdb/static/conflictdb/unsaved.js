// What is typed and not saved outlives an expired log-in, a reload, a crash and a closed tab.
//
// While a form of the admin differs from how it came, its changes are kept in this browser, by
// account, page and form; the form offers them when it is opened again. They go when the server has
// told, in the cookie "saved", that it took the form (conflictdb/account/middleware.py). The version
// that a form showed is kept with them, so that a save never passes over somebody else's.
//
// Passwords and files are not kept. <form data-unsaved="off"> keeps nothing.
{
  const account = new URL(document.currentScript.src).hash.slice(1);
  const MINE = `unsaved:${account}:`;
  const KEPT_FOR = 30 * 24 * 3600 * 1000;
  const PAUSE = 300; // milliseconds without a key before what was typed is kept
  const UNTYPED = new Set(["password", "file", "submit", "button", "reset", "image"]);

  // Which page and form: presets of a page that adds a record make it another one.
  function keyOf(form) {
    const query = new URLSearchParams(location.search);
    for (const name of [...query.keys()]) {
      if (name.startsWith("_")) query.delete(name);
    }
    const preset = location.pathname.endsWith("/add/") ? query.toString() : "";
    const which = form.elements.namedItem("action")?.value || form.id || "form";
    return `${MINE}${location.pathname}?${preset}#${which}`;
  }

  // What a form says now: for each name its values, each with the words that a choice shows.
  function contentOf(form) {
    const fields = {}, versions = {}, rows = {};
    for (const control of form.elements) {
      const { name, type } = control;
      if (!name || control.disabled || UNTYPED.has(type) || name === "csrfmiddlewaretoken") continue;
      if (name.includes("__prefix__") || /-(INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(name)) continue;
      if (name.endsWith("-TOTAL_FORMS")) rows[name.slice(0, -12)] = Number(control.value);
      else if (/(^|-)seen_version$/.test(name)) versions[name] = control.value;
      else {
        const values = (fields[name] ??= []);
        if (control.options) {
          for (const chosen of control.selectedOptions) values.push([chosen.value, chosen.text]);
        } else if (type === "checkbox" || type === "radio") {
          if (control.checked) values.push([control.value]);
        } else values.push([control.value]);
      }
    }
    return { fields, versions, rows };
  }

  const same = (one, other) =>
    JSON.stringify((one ?? []).map(([value]) => value.trim())) ===
    JSON.stringify((other ?? []).map(([value]) => value.trim()));

  const rowOf = (name) => /^(.+)-(\d+)-[^-]+$/.exec(name);

  // Where a row of records stood, another may stand now: a row is known by its id.
  function isThere(form, draft, name) {
    if (!form.elements.namedItem(name)) return false;
    const row = rowOf(name);
    const id = row && `${row[1]}-${row[2]}-id`;
    return !id || (draft.ids[id] ?? "") === (form.elements.namedItem(id)?.value ?? "");
  }

  function addRows(form, rows) {
    for (const [prefix, wanted] of Object.entries(rows)) {
      const total = form.elements.namedItem(`${prefix}-TOTAL_FORMS`);
      const group = document.getElementById(`${prefix}-group`);
      while (total && Number(total.value) < wanted) {
        const before = total.value;
        group?.querySelector(".add-row")?.click();
        if (total.value === before) break;
      }
    }
  }

  function fill(form, name, values) {
    const found = form.elements.namedItem(name);
    const controls = found instanceof RadioNodeList ? [...found] : [found];
    controls.forEach((control, index) => {
      if (control.options) {
        for (const option of control.options) option.selected = false;
        for (const [value, text] of values) {
          const there = [...control.options].find((option) => option.value === value);
          if (there) there.selected = true;
          else control.add(new Option(text, value, true, true));
        }
      } else if (control.type === "checkbox" || control.type === "radio") {
        control.checked = values.some(([value]) => value === control.value);
      } else control.value = (values[index] ?? [""])[0];
      for (const event of ["input", "change"]) {
        control.dispatchEvent(new Event(event, { bubbles: true }));
      }
    });
    return controls[0];
  }

  function button(words, primary, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = primary ? "unsaved-primary" : "unsaved-secondary";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  class Keeper {
    constructor(form) {
      this.form = form;
      this.key = keyOf(form);
      this.initial = contentOf(form);
      this.offered = this.stored();
      const typed = () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.keep(), PAUSE);
      };
      // Select2 tells of its changes by jQuery alone, which hears the others' too.
      if (window.django?.jQuery) django.jQuery(form).on("input change", typed);
      for (const event of ["input", "change"]) form.addEventListener(event, typed);
      for (const event of ["formset:added", "formset:removed"]) {
        document.addEventListener(event, typed);
      }
      form.addEventListener("submit", () => this.keep());
      window.addEventListener("pagehide", () => this.timer && this.keep());
      if (this.offered) this.offer();
    }

    stored() {
      return JSON.parse(localStorage.getItem(this.key) ?? "null");
    }

    keep() {
      clearTimeout(this.timer);
      this.timer = null;
      const now = contentOf(this.form);
      const fields = { ...this.offered?.fields };
      for (const [name, values] of Object.entries(now.fields)) {
        if (name.endsWith("-id") && rowOf(name)) continue;
        if (!same(values, this.initial.fields[name])) fields[name] = values;
      }
      if (!Object.keys(fields).length) {
        // A form that came back with errors says already what was typed; it is kept until saved.
        if (!this.cameBack) localStorage.removeItem(this.key);
        return;
      }
      const ids = {};
      for (const name of Object.keys(fields)) {
        const row = rowOf(name);
        const id = row && `${row[1]}-${row[2]}-id`;
        if (id) ids[id] = this.form.elements.namedItem(id)?.value ?? "";
      }
      const versions = this.offered?.versions ?? now.versions;
      const draft = { at: Date.now(), fields, versions, rows: now.rows, ids: { ...this.offered?.ids, ...ids } };
      try {
        localStorage.setItem(this.key, JSON.stringify(draft));
      } catch (error) {
        console.warn("What is typed cannot be kept in this browser:", error.name);
      }
    }

    offer() {
      const { fields, at } = this.offered;
      if (Object.entries(fields).every(([name, values]) => same(values, this.initial.fields[name]))) {
        this.cameBack = Boolean(this.form.querySelector(".errors, .errorlist, .errornote"));
        if (!this.cameBack) localStorage.removeItem(this.key);
        this.offered = null;
        return;
      }
      this.notice = document.createElement("section");
      this.notice.className = "unsaved";
      this.notice.setAttribute("role", "status");
      const when = new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
      this.say(
        `You typed here on ${when} and did not save it.`,
        button("Put it back", true, () => this.putBack()),
        button("Discard it", false, () => this.discard()),
      );
      this.form.prepend(this.notice);
    }

    say(words, ...buttons) {
      const text = document.createElement("p");
      text.textContent = words;
      this.notice.replaceChildren(text, ...buttons);
    }

    putBack() {
      const draft = this.stored() ?? this.offered;
      addRows(this.form, draft.rows);
      const left = [];
      let first = null;
      for (const [name, values] of Object.entries(draft.fields)) {
        if (isThere(this.form, draft, name)) first = fill(this.form, name, values) ?? first;
        else left.push(`${name}: ${values.map(([value, text]) => text ?? value).join(", ")}`);
      }
      for (const [name, version] of Object.entries(draft.versions)) {
        const control = this.form.elements.namedItem(name);
        if (control) control.value = version;
      }
      this.say("What you had typed is back. It is not saved yet.");
      if (left.length) {
        const list = document.createElement("p");
        list.textContent = `For this there is no field any more: ${left.join("; ")}`;
        this.notice.append(list);
      }
      this.keep();
      this.offered = null;
      first?.scrollIntoView({ block: "center" });
    }

    discard() {
      localStorage.removeItem(this.key);
      this.offered = null;
      this.notice.remove();
    }
  }

  // What the server has taken is done with.
  function forgetSaved() {
    const saved = /(?:^|; )saved=([^;]*)/.exec(document.cookie);
    if (!saved) return;
    document.cookie = "saved=; Path=/admin/; Max-Age=0; SameSite=Lax";
    const path = decodeURIComponent(saved[1]);
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${MINE}${path}?`)) localStorage.removeItem(key);
    }
  }

  function forgetOld() {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith("unsaved:")) continue;
      if (JSON.parse(localStorage.getItem(key)).at < Date.now() - KEPT_FOR) {
        localStorage.removeItem(key);
      }
    }
  }

  const isTypedInto = (form) =>
    form.method === "post" &&
    form.dataset.unsaved !== "off" &&
    form.id !== "changelist-form" &&
    !form.querySelector("input[type=password]") &&
    Boolean(form.querySelector("textarea, select, input:not([type=hidden], [type=submit])"));

  if (account) {
    window.addEventListener("load", () => {
      forgetSaved();
      forgetOld();
      for (const form of document.forms) if (isTypedInto(form)) new Keeper(form);
    });
  }
}
