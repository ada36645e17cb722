/** The address to which other systems post: made, made anew, or revoked. It is shown once. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  automationsKey,
  closeAddress,
  incomingQuery,
  type NewAddress,
  openAddress,
} from "../api/automations";
import { sentence } from "../api/problem";
import { useWorkspace } from "../app/workspace";
import { showInstant } from "../fields";
import { ShownOnce } from "../ui/ShownOnce";

export function IncomingAddress({ automation }: { automation: string | null }) {
  const { t } = useTranslation();
  return automation ? (
    <Address automation={automation} />
  ) : (
    <span className="gz-muted">{t("automations.saveFirst")}</span>
  );
}

function Address({ automation }: { automation: string }) {
  const { key: ws, display } = useWorkspace();
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const known = useQuery(incomingQuery(ws, automation)).data;
  const [chosen, setSigned] = useState<boolean | null>(null);
  const signed = chosen ?? known?.signed ?? true;
  const [made, setMade] = useState<NewAddress | null>(null);
  const again = () => client.invalidateQueries({ queryKey: automationsKey(ws) });
  const opening = useMutation({
    mutationFn: () => openAddress(ws, automation, signed),
    onSuccess: (address) => {
      setMade(address);
      return again();
    },
    onError: (error) => message.error(sentence(error), 6),
  });
  const closing = useMutation({
    mutationFn: () => closeAddress(ws, automation),
    onSuccess: again,
    onError: (error) => message.error(sentence(error), 6),
  });
  const sure = (title: string, okText: string, work: () => Promise<unknown>) =>
    modal.confirm({
      title,
      content: t("automations.addressGone"),
      okText,
      okButtonProps: { danger: true },
      onOk: () => work().catch(() => {}),
    });
  return (
    <>
      <p className="gz-flow-hint">
        {known
          ? t("automations.addressMade", { time: showInstant(known.made_at, display) })
          : t("automations.addressNone")}
        {known?.signed && ` · ${t("automations.signed")}`}
      </p>
      <Checkbox checked={signed} onChange={(event) => setSigned(event.target.checked)}>
        {t("automations.signed")} <span className="gz-muted">{t("automations.signedHint")}</span>
      </Checkbox>
      <div className="gz-flow-row">
        <Button
          size="small"
          loading={opening.isPending}
          onClick={() =>
            known
              ? sure(t("automations.addressAgainTitle"), t("automations.addressAgain"), () =>
                  opening.mutateAsync(),
                )
              : opening.mutate()
          }
        >
          {t(known ? "automations.addressAgain" : "automations.addressMake")}
        </Button>
        {known && (
          <Button
            size="small"
            danger
            loading={closing.isPending}
            onClick={() =>
              sure(t("automations.addressRevokeTitle"), t("automations.addressRevoke"), () =>
                closing.mutateAsync(),
              )
            }
          >
            {t("automations.addressRevoke")}
          </Button>
        )}
      </div>
      {made?.path && (
        <ShownOnce
          title={t("automations.address")}
          secret={`${window.location.origin}${made.path}`}
          {...(made.secret
            ? {
                also: { title: t("automations.secret"), secret: made.secret },
                hint: t("automations.secretUse"),
              }
            : {})}
          onClose={() => setMade(null)}
        />
      )}
    </>
  );
}
