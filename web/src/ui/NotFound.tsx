import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { homeAddress } from "../app/address";

export function NotFound({ title, hint }: { title?: string; hint?: string }) {
  const { t } = useTranslation();
  const { ws } = useParams();
  return (
    <Result
      status="404"
      icon={<span className="gz-404">404</span>}
      title={title ?? t("frame.notFound")}
      subTitle={hint ?? t("frame.notFoundHint")}
      extra={
        <Link to={ws ? homeAddress(ws) : "/"}>
          <Button type="primary">{t("frame.backHome")}</Button>
        </Link>
      }
    />
  );
}
