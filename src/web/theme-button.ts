import { byId, setText } from "./dom.ts";

const order = ["system", "light", "dark"] as const;
const stored = "mission-control-theme";

export function startThemeButton(): { readonly toggleTheme: () => void } {
  const button = byId("theme");
  const toggleTheme = () => {
    const next = order[(order.indexOf(currentTheme()) + 1) % order.length] ?? "system";
    if (next === "system") {
      localStorage.removeItem(stored);
      delete document.documentElement.dataset["theme"];
    } else {
      localStorage.setItem(stored, next);
      document.documentElement.dataset["theme"] = next;
    }
    draw(button);
  };
  button.addEventListener("click", toggleTheme);
  draw(button);
  return { toggleTheme };
}

function draw(button: HTMLElement): void {
  const theme = currentTheme();
  setText(button, theme === "system" ? "Auto" : theme === "light" ? "Light" : "Dark");
  button.setAttribute(
    "aria-label",
    `Theme: ${theme === "system" ? "as the system" : theme}. Change it`,
  );
}

function currentTheme(): (typeof order)[number] {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
}
