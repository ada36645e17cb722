/** A search over everything: one box, and what was found below it, gone through with the arrow keys. */
import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Input, Spin } from "antd";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Hit, searchQuery } from "../api/search";
import { dashboardAddress, recordAddress, tableAddress } from "../app/address";
import { useWorkspace } from "../app/workspace";
import { matching } from "../frame/search";
import { Failure } from "../ui/Failure";
import { NamedIcon } from "../ui/icons";
import { groupsOf, pieces, type Result } from "./results";
import "./search.css";

interface SearchPanelProps {
  initial: string;
  limit: number;
  /** Told what is searched for, after a pause in typing. */
  onSearch?: (text: string) => void;
  /** Something was opened. */
  onOpened?: () => void;
}

const PAUSE_MS = 250;
const MOST_PAGES = 5;

export function SearchPanel({ initial, limit, onSearch, onOpened }: SearchPanelProps) {
  const { t } = useTranslation();
  const { key: ws, navigation, tables } = useWorkspace();
  const navigate = useNavigate();
  const listId = useId();
  const [text, setText] = useState(initial);
  const [composing, setComposing] = useState(false);
  const [asked, setAsked] = useState(initial.trim());
  const [at, setAt] = useState(0);
  const told = useRef(onSearch);
  useEffect(() => {
    told.current = onSearch;
  });
  useEffect(() => {
    if (composing || text.trim() === asked) return;
    const timer = setTimeout(() => {
      setAsked(text.trim());
      setAt(0);
      told.current?.(text.trim());
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, composing, asked]);

  const { data, error, isFetching, refetch } = useQuery(searchQuery(ws, asked, limit));
  const groups = useMemo(() => {
    if (asked === "") return [];
    const pages = matching(navigation.groups, asked).flatMap((group) => group.items);
    const named = pages.filter((item) => item.label.toLowerCase().includes(asked.toLowerCase()));
    return groupsOf(data ?? [], named.slice(0, MOST_PAGES), t("search.pages"));
  }, [asked, data, navigation, t]);
  const results = groups.flatMap((group) => group.results);
  const active = results[Math.min(at, results.length - 1)];
  const idOf = (result: Result) => `${listId}-${result.id}`;

  useEffect(() => {
    if (active) document.getElementById(`${listId}-${active.id}`)?.scrollIntoView({ block: "nearest" });
  }, [active, listId]);

  const addressOf = (result: Result): string => {
    if (result.kind === "record") return recordAddress(ws, result.hit.table.key, result.hit.id);
    const { item } = result;
    return item.kind === "table" ? tableAddress(ws, item.key) : dashboardAddress(ws, item.key);
  };
  const open = (result: Result) => {
    onOpened?.();
    void navigate(addressOf(result));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || results.length === 0) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((Math.min(at, results.length - 1) + step + results.length) % results.length);
    } else if (event.key === "Enter" && active && text.trim() === asked) {
      event.preventDefault();
      open(active);
    }
  };

  return (
    <div className="gz-find">
      <Input
        size="large"
        autoFocus
        allowClear
        role="combobox"
        aria-expanded={results.length > 0}
        aria-controls={listId}
        aria-activedescendant={active ? idOf(active) : undefined}
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        prefix={
          isFetching && asked ? <Spin size="small" /> : <SearchOutlined aria-hidden className="gz-muted" />
        }
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={onKeyDown}
      />
      <div className="gz-find-results" id={listId} role="listbox" aria-label={t("search.results")}>
        {groups.map((group) => (
          <div key={group.key} role="group" aria-label={group.label}>
            <div className="gz-find-group">
              {group.label}
              <span className="gz-count">{group.results.length}</span>
            </div>
            {group.results.map((result) => (
              <a
                key={result.id}
                id={idOf(result)}
                role="option"
                tabIndex={-1}
                aria-selected={result === active}
                className="gz-find-row"
                href={addressOf(result)}
                onMouseMove={() => setAt(results.indexOf(result))}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  open(result);
                }}
              >
                {result.kind === "page" ? (
                  <>
                    <NamedIcon name={result.item.icon} kind={result.item.kind} />
                    <span className="gz-find-label gz-ellipsis">
                      <Marked text={result.item.label} words={[asked]} />
                    </span>
                  </>
                ) : (
                  <>
                    <NamedIcon name={tables.get(result.hit.table.key)?.icon ?? null} kind="table" />
                    <Found hit={result.hit} asked={asked} />
                  </>
                )}
              </a>
            ))}
          </div>
        ))}
        {error && !data && asked !== "" ? <Failure error={error} retry={refetch} /> : null}
        {asked === "" && (
          <div className="gz-find-none">
            <strong>{t("search.startTitle")}</strong>
            <p className="gz-muted">{t("search.startHint")}</p>
          </div>
        )}
        {asked !== "" && data && !isFetching && results.length === 0 && (
          <div className="gz-find-none" role="status">
            <strong>{t("search.noneTitle", { text: asked })}</strong>
            <p className="gz-muted">{t("search.noneHint")}</p>
          </div>
        )}
        {data && data.length >= limit && asked !== "" && (
          <p className="gz-muted gz-find-more">{t("search.more", { count: limit })}</p>
        )}
      </div>
    </div>
  );
}

function Found({ hit, asked }: { hit: Hit; asked: string }) {
  const words = [...asked.split(/\s+/), ...(hit.found ? [hit.found] : [])];
  const inName = !hit.snippet || hit.snippet === hit.label;
  return (
    <span className="gz-find-text">
      <span className="gz-find-label gz-ellipsis">
        <Marked text={hit.label || `#${hit.id}`} words={words} />
      </span>
      {!inName && (
        <span className="gz-find-snippet gz-ellipsis">
          {hit.field && <span className="gz-muted">{hit.field.label}：</span>}
          <Marked text={hit.snippet ?? ""} words={words} />
        </span>
      )}
    </span>
  );
}

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return pieces(text, words).map((piece, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
    piece.found ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  );
}
