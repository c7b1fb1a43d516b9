/** The rows of these filters as a file: the columns in sight, or every field. */
import { Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { records } from "@/api/endpoints";
import type { ColumnShape } from "@/api/listTypes";

const FORMS = [
  ["xlsx", true, "lists.export_columns_xlsx"],
  ["xlsx", false, "lists.export_all_xlsx"],
  ["csv", true, "lists.export_columns_csv"],
  ["csv", false, "lists.export_all_csv"],
] as const;
type Props = { type: string; base: Record<string, string>; columns: ColumnShape[]; testId: string };
export function ExportMenu({ type, base, columns, testId }: Props) {
  const { t } = useTranslation();
  const file = (format: string, shown: boolean) =>
    records.exportAddress(type, { ...base, format, columns: shown ? columns.map((column) => column.key).join(",") : "" });
  const items = FORMS.map(([format, shown, text]) => ({
    key: `${format}${shown}`,
    label: (
      <a href={file(format, shown)} download data-testid={`export-${format}-${shown ? "shown" : "all"}`}>
        {t(text)}
      </a>
    ),
  }));
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <button type="button" className="an-button" data-testid={testId}>
        {t("lists.export")}
      </button>
    </Dropdown>
  );
}
