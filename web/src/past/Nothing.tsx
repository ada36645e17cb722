import { Empty } from "antd";

export function Nothing({ title, hint }: { title: string; hint: string }) {
  return (
    <Empty className="gz-past-none" image={Empty.PRESENTED_IMAGE_SIMPLE} description={title}>
      <p className="gz-muted">{hint}</p>
    </Empty>
  );
}
