/** Brings the first thing that is wrong before the eyes, once it is drawn. */
export function showFirstProblem(): void {
  requestAnimationFrame(() => {
    document.querySelector(".gz-flow-problems")?.scrollIntoView({ block: "center" });
  });
}

/** What is wrong with a part of the definition. */
export function Problems({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className="gz-flow-problems" role="alert">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
