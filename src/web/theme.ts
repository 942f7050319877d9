// A classic script before the first paint: without it a chosen theme would flash.
function applyTheme(chosen: string | null): void {
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
}

applyTheme(localStorage.getItem("mission-control-theme"));
