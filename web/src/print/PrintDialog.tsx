/** What will be printed, as it will look: how the sheet lies, what else can be chosen, and the page itself. */
import { PrinterOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Modal, Segmented } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchPage, type Orientation, type PageSource, pageAddress } from "../api/printing";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import "./print.css";

interface PrintDialogProps {
  name: string;
  /** Null while what is chosen makes no page. */
  source: PageSource | null;
  children?: ReactNode;
  onClose: () => void;
}

export function PrintDialog({ name, source, children, onClose }: PrintDialogProps) {
  const { t } = useTranslation();
  const [orientation, setOrientation] = useState<Orientation | "auto">("auto");
  const frame = useRef<HTMLIFrameElement>(null);
  const lies = orientation === "auto" ? null : orientation;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["print", source, lies],
    queryFn: ({ signal }) => (source ? fetchPage(source, lies, signal) : ""),
    enabled: source !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    staleTime: 0,
  });
  const own = source && pageAddress(source, lies);
  const html = error || !source ? null : data;

  const print = () => {
    const page = frame.current?.contentWindow;
    if (!page) return;
    // What a browser calls the file that it makes of a page is the title of the window around it.
    const title = document.title;
    document.title = page.document.title;
    page.focus();
    page.print();
    document.title = title;
  };

  return (
    <Modal
      open
      width={960}
      className="gz-print"
      title={t("print.title", { name })}
      onCancel={onClose}
      footer={[
        own && html ? (
          <Button key="tab" type="link" href={own} target="_blank" rel="noreferrer">
            {t("print.newTab")}
          </Button>
        ) : null,
        <Button key="cancel" onClick={onClose}>
          {t("frame.cancel")}
        </Button>,
        <Button
          key="print"
          type="primary"
          icon={<PrinterOutlined aria-hidden />}
          disabled={!html || isFetching}
          onClick={print}
        >
          {t("print.action")}
        </Button>,
      ]}
    >
      <div className="gz-print-choices">
        <Segmented
          aria-label={t("print.orientation")}
          value={orientation}
          onChange={setOrientation}
          options={(["auto", "portrait", "landscape"] as const).map((one) => ({
            value: one,
            label: t(`print.${one}`),
          }))}
        />
        {children}
      </div>
      {error ? <Failure error={error} retry={refetch} /> : null}
      {!source && <p className="gz-muted">{t("print.noColumns")}</p>}
      {source && !error && html === undefined && <Waiting rows={8} />}
      {html && (
        <iframe
          ref={frame}
          className="gz-print-page"
          title={t("print.preview")}
          sandbox="allow-same-origin allow-modals"
          srcDoc={html}
          data-fetching={isFetching}
        />
      )}
      <p className="gz-muted gz-print-hint">{t("print.hint")}</p>
    </Modal>
  );
}
