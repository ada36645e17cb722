/** Providers around the router: theme, Ant Design's locale, queries. */
import { QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { useIsDark } from "./appearance";
import { queryClient } from "./queryClient";
import { router } from "./routes";
import { themeOf } from "./theme";
import { useIsTouch } from "./viewport";

export function App() {
  const { i18n } = useTranslation();
  const dark = useIsDark();
  const touch = useIsTouch();
  const chinese = i18n.language !== "en";
  const config = useMemo(() => themeOf(dark, touch), [dark, touch]);

  useEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#111317" : "#ffffff");
  }, [dark]);
  useEffect(() => {
    dayjs.locale(chinese ? "zh-cn" : "en");
  }, [chinese]);

  return (
    <ConfigProvider theme={config} locale={chinese ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <AntApp component={false} message={{ maxCount: 3, duration: 4 }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
