/** Ant Design's tokens, matched to theme.css. */
import { type ThemeConfig, theme } from "antd";

const FONT =
  '-apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Helvetica Neue", Arial, sans-serif';

const LIGHT = {
  colorPrimary: "#2f5fd0",
  colorLink: "#2f5fd0",
  colorError: "#c4342b",
  colorSuccess: "#1c7f46",
  colorWarning: "#a35505",
  // grounds and borders that antd derives from colours dark enough to be read would be muddy
  colorErrorBg: "#fdeceb",
  colorErrorBorder: "#f1c0bc",
  colorSuccessBg: "#e8f5ed",
  colorSuccessBorder: "#b3d9c1",
  colorWarningBg: "#fdf1e1",
  colorWarningBorder: "#ecd0a4",
  colorText: "#1d2129",
  colorTextSecondary: "#4b5362",
  colorTextTertiary: "#687080",
  colorTextDescription: "#687080",
  colorTextPlaceholder: "#697182",
  colorBorder: "#d3d7df",
  colorBorderSecondary: "#e7e9ee",
  colorSplit: "#e7e9ee",
  colorBgLayout: "#f5f6f8",
};

const DARK = {
  colorPrimary: "#7fa2f5",
  colorLink: "#7fa2f5",
  colorError: "#f0857d",
  colorSuccess: "#66c48f",
  colorWarning: "#e6a354",
  colorErrorBg: "#3a2020",
  colorErrorBorder: "#6b3531",
  colorSuccessBg: "#18301f",
  colorSuccessBorder: "#2f5a3e",
  colorWarningBg: "#382a17",
  colorWarningBorder: "#664a22",
  colorText: "#e7e9ed",
  colorTextSecondary: "#b7bdc8",
  colorTextTertiary: "#929aa8",
  colorTextDescription: "#929aa8",
  colorTextPlaceholder: "#8a92a0",
  colorTextLightSolid: "#0f1420",
  colorBorder: "#3b414c",
  colorBorderSecondary: "#2a2e36",
  colorSplit: "#2a2e36",
  colorBgBase: "#16181d",
  colorBgContainer: "#1b1e24",
  colorBgElevated: "#1e2128",
  colorBgLayout: "#16181d",
};

/** `touch`: fingers need 40 px to hit. */
export function themeOf(dark: boolean, touch = false): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { prefix: "ant", key: "gezi" },
    hashed: false,
    token: {
      ...(dark ? DARK : LIGHT),
      fontFamily: FONT,
      fontSize: 13,
      borderRadius: 6,
      controlHeight: touch ? 40 : 32,
      controlHeightSM: touch ? 36 : 24,
      wireframe: false,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
      Tabs: {
        horizontalItemPadding: touch ? "10px 0" : "8px 0",
        horizontalItemGutter: 20,
        horizontalMargin: "0",
      },
      Table: { cellPaddingBlockSM: 6, cellPaddingInlineSM: 8, headerBg: dark ? "#1e2128" : "#f7f8fa" },
      ...(touch ? { DatePicker: { cellWidth: 44, cellHeight: 32 } } : {}),
      Drawer: { paddingLG: 20 },
    },
  };
}
