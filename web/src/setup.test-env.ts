/** What every file of tests finds in place, whatever the files before it in the same process have left: modules of the app
 *  as if just loaded, strings in Chinese, nothing stored, nothing shown, the real clock and globals. */
import { vi } from "vitest";

vi.useRealTimers();
vi.unstubAllGlobals();
vi.restoreAllMocks();
vi.resetModules();
localStorage.clear();
sessionStorage.clear();
document.body.replaceChildren();
const { startI18n } = await import("./i18n");
startI18n();
