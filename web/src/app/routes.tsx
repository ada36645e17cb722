/** Every screen and its address. Pages are separate chunks. */
import { createBrowserRouter, type RouteObject } from "react-router";
import { Crash } from "../ui/Crash";
import { NotFound } from "../ui/NotFound";
import { SignedIn } from "./SignedIn";

const routes: RouteObject[] = [
  {
    errorElement: <Crash />,
    HydrateFallback: () => null,
    children: [
      { path: "/sign-in", lazy: async () => ({ Component: (await import("../account/SignIn")).SignIn }) },
      { path: "/join/:token", lazy: async () => ({ Component: (await import("../account/Join")).Join }) },
      { path: "/reset/:token", lazy: async () => ({ Component: (await import("../account/Reset")).Reset }) },
      {
        element: <SignedIn />,
        children: [
          { path: "/", lazy: async () => ({ Component: (await import("../frame/Entrance")).Entrance }) },
          {
            path: "/w/:ws",
            lazy: async () => ({ Component: (await import("../frame/Frame")).Frame }),
            children: [
              {
                errorElement: <Crash />,
                children: [
                  { index: true, lazy: async () => ({ Component: (await import("../frame/Home")).Home }) },
                  {
                    path: "d/:dashboard",
                    lazy: async () => ({
                      Component: (await import("../dashboard/DashboardPage")).DashboardPage,
                    }),
                  },
                  {
                    path: "t/:table/r/:id",
                    lazy: async () => ({ Component: (await import("../record/RecordPage")).RecordPage }),
                  },
                  {
                    path: "t/:table/:view?",
                    lazy: async () => ({ Component: (await import("../table/TablePage")).TablePage }),
                  },
                  {
                    path: "search",
                    lazy: async () => ({ Component: (await import("../search/SearchPage")).SearchPage }),
                  },
                  {
                    path: "approvals/:box?",
                    lazy: async () => ({
                      Component: (await import("../approvals/ApprovalsPage")).ApprovalsPage,
                    }),
                  },
                  {
                    path: "account/:page?",
                    lazy: async () => ({ Component: (await import("../account/AccountPage")).AccountPage }),
                  },
                  {
                    path: "past/:page?",
                    lazy: async () => ({ Component: (await import("../past/PastPage")).PastPage }),
                  },
                  {
                    path: "settings/:page?/:item?",
                    lazy: async () => ({
                      Component: (await import("../settings/SettingsPage")).SettingsPage,
                    }),
                  },
                  { path: "*", element: <NotFound /> },
                ],
              },
            ],
          },
        ],
      },
      { path: "*", element: <NotFound /> },
    ],
  },
];

export const router = createBrowserRouter(routes);
