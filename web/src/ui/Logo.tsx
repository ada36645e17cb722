export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--gz-accent)" />
      <g fill="var(--gz-on-accent)">
        <rect x="8" y="8" width="7" height="7" rx="1.8" />
        <rect x="17" y="8" width="7" height="7" rx="1.8" opacity=".55" />
        <rect x="8" y="17" width="7" height="7" rx="1.8" opacity=".55" />
        <rect x="17" y="17" width="7" height="7" rx="1.8" />
      </g>
    </svg>
  );
}
