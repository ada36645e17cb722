/** The one query cache: refusals are never retried, a broken connection once. */
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "../api/problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 1 && !(error instanceof Problem && error.status >= 400),
    },
  },
});
