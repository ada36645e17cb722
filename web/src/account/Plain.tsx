/** A page of its own before one is inside: the logo, a title, and what is to be done. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "../ui/Logo";
import "./signIn.css";

export function Plain({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="gz-signin">
      <title>{`${title} · ${t("frame.product")}`}</title>
      <main className="gz-signin-card">
        <div className="gz-signin-brand">
          <Logo size={44} />
          <div>
            <h1>{title}</h1>
            {about && <p>{about}</p>}
          </div>
        </div>
        {children}
      </main>
    </div>
  );
}
