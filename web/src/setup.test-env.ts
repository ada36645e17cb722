/** What every test finds in place: strings in Chinese. */
import { startI18n } from "./i18n";

startI18n();
