/** A page, table or record that is not there, or not for this person. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { homeAddress } from "../app/address";

export function NotFound({ title, hint }: { title?: string; hint?: string }) {
  const { t } = useTranslation();
  const { ws } = useParams();
  return (
    <div className="gz-nothing" role="alert">
      <h2>{title ?? t("frame.notFound")}</h2>
      <p className="gz-muted">{hint ?? t("frame.notFoundHint")}</p>
      <div className="gz-nothing-actions">
        <Link to={ws ? homeAddress(ws) : "/"}>
          <Button type="primary" tabIndex={-1}>
            {t("frame.backHome")}
          </Button>
        </Link>
      </div>
    </div>
  );
}
