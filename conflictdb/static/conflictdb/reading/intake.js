// Name boxes on the page that takes a text in.

import * as names from "./names.js";

names.listen(document.querySelector("form.intake"));
