/** Lets only signed-in people through; everyone else signs in first and comes back to the same address. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation, useNavigate } from "react-router";
import { whenSignedOut } from "../api/client";
import { Problem } from "../api/problem";
import { meQuery } from "../api/session";
import { chosenLocale, knownLocale } from "../i18n";
import { Failure } from "../ui/Failure";
import { Waiting } from "../ui/Waiting";
import { signInAddress } from "./address";
import { forgetSeeing } from "./viewAs";

export function SignedIn() {
  const me = useQuery(meQuery);
  const location = useLocation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { i18n } = useTranslation();
  const here = location.pathname + location.search;

  useEffect(() => {
    whenSignedOut(() => {
      const { pathname, search } = window.location;
      if (pathname === "/sign-in") return;
      client.clear();
      forgetSeeing();
      navigate(signInAddress(pathname + search), { replace: true });
    });
  }, [client, navigate]);

  const accountLocale = knownLocale(me.data?.account.locale);
  useEffect(() => {
    if (accountLocale && !chosenLocale() && accountLocale !== i18n.language)
      void i18n.changeLanguage(accountLocale);
  }, [accountLocale, i18n]);

  if (me.isPending) return <Waiting page />;
  if (me.isError) {
    if (me.error instanceof Problem && me.error.status === 401)
      return <Navigate to={signInAddress(here)} replace />;
    return <Failure error={me.error} retry={() => me.refetch()} page />;
  }
  return <Outlet />;
}
