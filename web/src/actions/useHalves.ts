/** Which conditions are half-written, by their ids. */
import { useCallback, useState } from "react";

export function useHalves(): { halves: readonly string[]; onHalf: (id: string, half: boolean) => void } {
  const [halves, setHalves] = useState<readonly string[]>([]);
  const onHalf = useCallback((id: string, half: boolean) => {
    setHalves((old) =>
      old.includes(id) === half ? old : half ? [...old, id] : old.filter((one) => one !== id),
    );
  }, []);
  return { halves, onHalf };
}
