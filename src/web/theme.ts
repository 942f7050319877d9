// A classic script before the first paint: without it a chosen theme would flash.
const chosen = localStorage.getItem("mission-control-theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;

export {};
