/** Icons of tables and dashboards by the names templates use; an unknown name gets a plain table or chart. */
import {
  AccountBookOutlined,
  AimOutlined,
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BarChartOutlined,
  BranchesOutlined,
  BuildOutlined,
  CalendarOutlined,
  CarOutlined,
  ClockCircleOutlined,
  ClusterOutlined,
  ContactsOutlined,
  CreditCardOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  DollarOutlined,
  FileDoneOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  FlagOutlined,
  FundOutlined,
  FunnelPlotOutlined,
  GiftOutlined,
  GlobalOutlined,
  HistoryOutlined,
  HomeOutlined,
  IdcardOutlined,
  InboxOutlined,
  LineChartOutlined,
  MessageOutlined,
  NotificationOutlined,
  PartitionOutlined,
  PayCircleOutlined,
  PhoneOutlined,
  PieChartOutlined,
  ProfileOutlined,
  ProjectOutlined,
  RiseOutlined,
  SettingOutlined,
  ShareAltOutlined,
  ShopOutlined,
  ShoppingCartOutlined,
  ShoppingOutlined,
  SolutionOutlined,
  SoundOutlined,
  StarOutlined,
  TableOutlined,
  TagOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  TransactionOutlined,
  TrophyOutlined,
  UnorderedListOutlined,
  UserOutlined,
  WalletOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";

const ICONS: Record<string, ComponentType> = {
  accountbook: AccountBookOutlined,
  aim: AimOutlined,
  target: AimOutlined,
  apartment: ApartmentOutlined,
  department: ApartmentOutlined,
  departments: ApartmentOutlined,
  sitemap: ApartmentOutlined,
  appstore: AppstoreOutlined,
  grid: AppstoreOutlined,
  barchart: BarChartOutlined,
  chart: BarChartOutlined,
  branches: BranchesOutlined,
  source: BranchesOutlined,
  build: BuildOutlined,
  factory: BuildOutlined,
  industry: BuildOutlined,
  building: ShopOutlined,
  calendar: CalendarOutlined,
  truck: CarOutlined,
  car: CarOutlined,
  clock: ClockCircleOutlined,
  contacts: ContactsOutlined,
  contact: ContactsOutlined,
  addressbook: ContactsOutlined,
  creditcard: CreditCardOutlined,
  dashboard: DashboardOutlined,
  gauge: DashboardOutlined,
  database: DatabaseOutlined,
  pool: DatabaseOutlined,
  inbox: InboxOutlined,
  audit: AuditOutlined,
  cluster: ClusterOutlined,
  fund: FundOutlined,
  paycircle: PayCircleOutlined,
  sound: SoundOutlined,
  unorderedlist: UnorderedListOutlined,
  dollar: DollarOutlined,
  money: DollarOutlined,
  coins: DollarOutlined,
  yen: DollarOutlined,
  filedone: FileDoneOutlined,
  invoice: FileDoneOutlined,
  receipt: FileDoneOutlined,
  fileprotect: FileProtectOutlined,
  contract: FileProtectOutlined,
  filetext: FileTextOutlined,
  file: FileTextOutlined,
  quote: FileTextOutlined,
  flag: FlagOutlined,
  funnel: FunnelPlotOutlined,
  filter: FunnelPlotOutlined,
  gift: GiftOutlined,
  globe: GlobalOutlined,
  history: HistoryOutlined,
  home: HomeOutlined,
  idcard: IdcardOutlined,
  badge: IdcardOutlined,
  linechart: LineChartOutlined,
  message: MessageOutlined,
  chat: MessageOutlined,
  megaphone: NotificationOutlined,
  notification: NotificationOutlined,
  campaign: NotificationOutlined,
  bullhorn: NotificationOutlined,
  partition: PartitionOutlined,
  folder: PartitionOutlined,
  category: PartitionOutlined,
  phone: PhoneOutlined,
  piechart: PieChartOutlined,
  profile: ProfileOutlined,
  project: ProjectOutlined,
  kanban: ProjectOutlined,
  rise: RiseOutlined,
  trendingup: RiseOutlined,
  opportunity: RiseOutlined,
  setting: SettingOutlined,
  settings: SettingOutlined,
  gear: SettingOutlined,
  sharealt: ShareAltOutlined,
  share: ShareAltOutlined,
  shop: ShopOutlined,
  store: ShopOutlined,
  customer: ShopOutlined,
  cart: ShoppingCartOutlined,
  shoppingcart: ShoppingCartOutlined,
  order: ShoppingCartOutlined,
  box: ShoppingOutlined,
  package: ShoppingOutlined,
  product: ShoppingOutlined,
  solution: SolutionOutlined,
  lead: SolutionOutlined,
  userplus: SolutionOutlined,
  star: StarOutlined,
  table: TableOutlined,
  tag: TagOutlined,
  tags: TagOutlined,
  team: TeamOutlined,
  users: TeamOutlined,
  thunderbolt: ThunderboltOutlined,
  bolt: ThunderboltOutlined,
  transaction: TransactionOutlined,
  trophy: TrophyOutlined,
  list: UnorderedListOutlined,
  lines: UnorderedListOutlined,
  user: UserOutlined,
  wallet: WalletOutlined,
};

/** One name of each icon, for whoever chooses. */
export const TABLE_ICONS: readonly string[] = [
  ...new Map(Object.entries(ICONS).map(([name, icon]) => [icon, name])).values(),
];

/** The name in `TABLE_ICONS` of the icon that is drawn for a template's name; the name itself where that is unknown. */
export function chosenIcon(name: string | null): string | null {
  if (name === null) return null;
  const icon = iconOf(name);
  return TABLE_ICONS.find((one) => ICONS[one] === icon) ?? name;
}

export function iconOf(
  name: string | null | undefined,
  fallback: "table" | "dashboard" = "table",
): ComponentType {
  const plain = (name ?? "")
    .toLowerCase()
    .replace(/outlined$|filled$/, "")
    .replace(/[^a-z]/g, "");
  return (
    ICONS[plain] ??
    ICONS[plain.replace(/s$/, "")] ??
    (fallback === "table" ? TableOutlined : DashboardOutlined)
  );
}

export function NamedIcon({
  name,
  kind = "table",
}: {
  name: string | null | undefined;
  kind?: "table" | "dashboard";
}) {
  const Icon = iconOf(name, kind);
  return (
    <span aria-hidden="true" style={{ display: "inline-flex" }}>
      <Icon />
    </span>
  );
}
