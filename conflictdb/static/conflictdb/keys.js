// "/" goes to the search of the list, or of the sidebar where there is no list.
document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.querySelector("#searchbar") ?? document.querySelector("#nav-filter");
    if (search === null) return;
    event.preventDefault();
    search.focus();
});
