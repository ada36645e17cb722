import { describe, expect, it } from "vitest";
import { readTable, writeHtml, writeTable } from "./clipboard";

describe("text from a spreadsheet", () => {
  it("reads three rows of three with a quoted line break as three rows of three", () => {
    const excel = '上海\t"第一行\n第二行"\t1,234.50\r\n北京\t备注\t85%\r\n深圳\t"含""引号"""\t赢单\r\n';
    expect(readTable(excel)).toEqual([
      ["上海", "第一行\n第二行", "1,234.50"],
      ["北京", "备注", "85%"],
      ["深圳", '含"引号"', "赢单"],
    ]);
  });

  it.each([
    ["one value", "赢单", [["赢单"]]],
    ["a value with its line break", "赢单\r\n", [["赢单"]]],
    ["nothing", "", [[""]]],
    [
      "empty cells at the ends of lines",
      "a\t\n\tb\n",
      [
        ["a", ""],
        ["", "b"],
      ],
    ],
    ["an empty line in between", "a\n\nb", [["a"], [""], ["b"]]],
    ["quotes in the middle of a cell", '5" 螺丝\t6"', [['5" 螺丝', '6"']]],
    ["a quote that is never closed", '"abc\tdef', [['"abc', "def"]]],
    ["a quoted tab", '"a\tb"\tc', [["a\tb", "c"]]],
    ["a quoted cell at the very end", 'a\t"b\nc"', [["a", "b\nc"]]],
    ["old line ends", "a\rb", [["a"], ["b"]]],
  ])("reads %s", (_name, text, table) => {
    expect(readTable(text)).toEqual(table);
  });
});

describe("text for a spreadsheet", () => {
  it("quotes only what needs quoting", () => {
    expect(writeTable([["a", "第一行\n第二行", '"x"', '5" y', "a\tb"]])).toBe(
      'a\t"第一行\n第二行"\t"""x"""\t5" y\t"a\tb"',
    );
  });

  it("can be read again whatever the cells hold", () => {
    const block = [
      ["a", "", 'say "hi"\n'],
      ["\t", '"', "，\n\n。"],
    ];
    expect(readTable(writeTable(block))).toEqual(block);
  });

  it("writes an HTML table with escaped signs and line breaks", () => {
    const html = writeHtml([["<b>&\n"]]);
    expect(html).toContain("&lt;b&gt;&amp;<br>");
  });

  it("keeps a spreadsheet from reading texts as numbers, and puts no row of headings before them", () => {
    const html = writeHtml([["0086", "12"]], [true, false]);
    expect(html.match(/mso-number-format/g)).toHaveLength(1);
    expect(html.match(/<tr>/g)).toHaveLength(1);
  });
});
