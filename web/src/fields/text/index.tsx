/** One line of text. */
import { FontSizeOutlined } from "@ant-design/icons";
import { lineUi } from "../families";

export const text = lineUi({ type: "text", icon: FontSizeOutlined });
