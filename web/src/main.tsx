import { createRoot } from "react-dom/client";
import "./app/theme.css";
import { App } from "./app/App";
import { startSeeing } from "./app/viewAs";
import { startI18n } from "./i18n";

startI18n();
startSeeing();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
