/** Starts i18next with the app's strings. zh-CN is the first language; en mirrors it. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { setRequestLocale } from "../api/client";
import { en } from "./en";
import { zh } from "./zh";

export type AppLocale = "zh-CN" | "en";
export const LOCALES: { key: AppLocale; label: string }[] = [
  { key: "zh-CN", label: "简体中文" },
  { key: "en", label: "English" },
];
const STORED = "gezi.locale";

export function knownLocale(text: string | null | undefined): AppLocale | null {
  if (!text) return null;
  if (text.toLowerCase().startsWith("zh")) return "zh-CN";
  return text.toLowerCase().startsWith("en") ? "en" : null;
}

function applied(locale: AppLocale): void {
  document.documentElement.lang = locale;
  setRequestLocale(locale, i18next.t("frame.offline"));
}

export function startI18n(): void {
  const lng = knownLocale(localStorage.getItem(STORED)) ?? "zh-CN";
  void i18next.use(initReactI18next).init({
    lng,
    fallbackLng: "zh-CN",
    resources: { "zh-CN": { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  applied(lng);
  i18next.on("languageChanged", (next) => {
    const locale = knownLocale(next) ?? "zh-CN";
    localStorage.setItem(STORED, locale);
    applied(locale);
  });
}

export const chosenLocale = (): AppLocale | null => knownLocale(localStorage.getItem(STORED));
