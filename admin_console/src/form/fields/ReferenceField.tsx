/** A person, org unit, area or piece of equipment, found by typing a part of its name or number. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Unreachable } from "@/api/client";
import { records } from "@/api/endpoints";
import type { Row } from "@/api/types";
import type { FieldInput } from "@/form/FieldRow";
import { useFormSetting } from "@/form/context";
import { typedIn, typedKey } from "@/form/unchosen";
import { Unchosen } from "@/form/fields/Unchosen";
import { findKept, type KeptThing } from "@/queue/equipmentKept";
import { draftOwner, useSession } from "@/session/session";
import { ScanField } from "@/phone/scan/ScanField";
import { RecordName, recordTypeOf } from "@/record/RecordName";
import { isPhone } from "@/theme/tokens";

export function ReferenceField({ field, value, change, inputId, describedBy, invalid }: FieldInput) {
  const { t } = useTranslation();
  const setting = useFormSetting();
  const owner = draftOwner(useSession());
  // In the draft beside the values: what was typed and not chosen must outlive the page.
  const [text, setShown] = useState(() => typedIn(field.key, setting.values));
  const setText = (typed: string) => {
    setShown(typed);
    setting.change(typedKey(field.key), typed);
  };
  const [open, setOpen] = useState(false);
  const type = recordTypeOf(field.kind, field.of);
  const found = useQuery({
    queryKey: ["pick", type, text],
    queryFn: () => search(type, text, owner),
    enabled: open,
    staleTime: 30_000,
  });
  const choose = (row: Found) => {
    change(field.kind === "org" ? (row.org?.path ?? row.id) : row.id);
    if (field.kind === "equipment") fillArea(row, setting);
    setOpen(false);
    setText("");
  };
  const scanned = async (id: string) => {
    change(id);
    const row = await records.read(type, id).catch(() => undefined); // its name follows with the signal
    if (row && field.kind === "equipment") fillArea(row, setting);
  };
  const opened = () => {
    setText("");
    setOpen(true);
  };
  if (typeof value === "string" && value && !open)
    return (
      <div className="an-picked">
        <RecordName kind={field.kind} of={field.of} value={value} />
        <button type="button" className="an-link" onClick={opened}>
          {t("form.change")}
        </button>
        <button type="button" className="an-link" onClick={() => change(null)}>
          {t("form.clear")}
        </button>
      </div>
    );
  return (
    <div className="an-pick">
      <input
        id={inputId}
        className="an-input"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${inputId}-found`}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        autoComplete="off"
        placeholder={t(field.kind === "person" ? "form.search_person" : "form.search_name_or_number")}
        value={text}
        onFocus={(event) => {
          setOpen(true);
          // The list needs the room below; a phone's keyboard takes half of it.
          event.target.closest(".an-field")?.scrollIntoView({ block: "start", behavior: "smooth" });
        }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
      />
      {isPhone() && !open && (field.kind === "equipment" || field.kind === "area") && (
        <ScanField
          kind={field.kind}
          label={field.label}
          found={(id) => void scanned(id)}
          search={(words) => {
            setText(words);
            setOpen(true);
          }}
        />
      )}
      {open && (
        <ul className="an-found" id={`${inputId}-found`} role="listbox" data-testid={`options-${field.key}`}>
          {found.isError && <li className="an-found-note">{t("form.search_failed")}</li>}
          {found.isFetching && !found.data && <li className="an-found-note">{t("state.loading")}</li>}
          {found.data?.kept && <li className="an-found-note" data-testid="found-kept">{t("form.search_kept")}</li>}
          {found.data?.items.length === 0 && <li className="an-found-note">{t("form.nothing_found", { text })}</li>}
          {found.data?.items.map((row) => (
            <li key={row.id} role="option" aria-selected={row.id === value}>
              <button type="button" onClick={() => choose(row)}>
                <b>{row.title}</b>
                <span>{[row.data?.post, row.org?.name, row.area?.name, row.number].filter(Boolean).join(" · ")}</span>
              </button>
            </li>
          ))}
          <li>
            <button type="button" className="an-found-close" onClick={() => setOpen(false)}>
              {t("form.close_list")}
            </button>
          </li>
        </ul>
      )}
      {(!open || invalid || found.data?.items.length === 0) && <Unchosen field={field} written={() => setText("")} />}
    </div>
  );
}

type Found = KeptThing & Partial<Pick<Row, "org" | "data">>;
/** What the server finds; without a signal, equipment that this phone keeps. */
async function search(type: string, text: string, owner: string): Promise<{ items: Found[]; kept?: boolean }> {
  try {
    return await records.list(type, { q: text, limit: 20 });
  } catch (error) {
    if (!(error instanceof Unreachable) || type !== "equipment") throw error;
    const items = await findKept(owner, text);
    if (!items.length && !text.trim()) throw error; // nothing was ever kept
    return { items, kept: true };
  }
}

/** Equipment stands in an area: an empty area field of the same form is filled with it. */
function fillArea(row: Pick<Row, "area">, setting: ReturnType<typeof useFormSetting>): void {
  if (!row.area) return;
  const forms = Object.values(setting.definition.forms);
  const area = forms.flatMap((form) => form.fields).find((field) => field.kind === "area");
  const filled = area && setting.values._area_filled === setting.values[area.key];
  if (area && (!setting.values[area.key] || filled)) setting.change(area.key, row.area.id);
}
