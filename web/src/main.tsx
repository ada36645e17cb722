import { createRoot } from "react-dom/client";
import "./app/theme.css";
import { App } from "./app/App";
import { startI18n } from "./i18n";

startI18n();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
