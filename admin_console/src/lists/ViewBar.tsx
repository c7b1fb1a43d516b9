/** The views of a list as tabs: what everybody has, one's own, and what others share. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListShape, SavedView } from "@/api/listTypes";
import { lists } from "@/lists/calls";
import { isSame, type ListState, ofView, WHOLE } from "@/lists/query";
import type { List } from "@/lists/useList";
import { ViewForm } from "@/lists/ViewForm";

type Props = { shape: ListShape; list: List };
export function ViewBar({ shape, list }: Props) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<SavedView | "new">();
  const current = shape.views.find((view) => view.id === list.state.view);
  const changed = current ? !isSame(list.state, current.query) : false;
  const built = builtIn(shape);
  const unsaved = !current && !built.some((each) => isSame(each.state, list.state));
  const tools = useViewChange(shape, list);
  return (
    <div className="ls-views">
      <div className="ls-tabs" role="tablist" aria-label={t("view.views")} data-testid="views">
        {built.map((each) => (
          <Tab key={each.key} label={t(each.key)} on={!current && isSame(each.state, list.state)} open={() => list.open(each.state)} />
        ))}
        {shape.views.map((view) => (
          <Tab
            key={view.id}
            label={view.title}
            note={view.shared ? t("view.by", { name: view.by }) : undefined}
            on={view.id === current?.id}
            changed={view.id === current?.id && changed}
            open={() => list.open(ofView(view))}
          />
        ))}
      </div>
      <div className="ls-view-tools">
        {changed && current?.may_change && (
          <button type="button" className="an-link" onClick={() => tools.overwrite.mutate(current)} data-testid="view-save">
            {t("view.save_changes")}
          </button>
        )}
        {changed && current && (
          <button type="button" className="an-link" onClick={() => list.open(ofView(current))}>
            {t("view.discard")}
          </button>
        )}
        {(changed || unsaved) && (
          <button type="button" className="an-link" onClick={() => setEdited("new")} data-testid="view-save-as">
            {t("view.save_as")}
          </button>
        )}
        <Dropdown trigger={["click"]} menu={{ items: tools.menu(current, setEdited) }}>
          <button type="button" className="an-button ls-more" aria-label={t("view.menu")} data-testid="view-menu">
            ⋯
          </button>
        </Dropdown>
      </div>
      {edited && (
        <ViewForm shape={shape} state={list.state} view={edited === "new" ? undefined : edited} close={() => setEdited(undefined)} kept={(id) => list.change({ view: id })} />
      )}
    </div>
  );
}

type TabProps = { label: string; note?: string; on: boolean; changed?: boolean; open: () => void };
function Tab({ label, note, on, changed, open }: TabProps) {
  const { t } = useTranslation();
  return (
    <button type="button" role="tab" aria-selected={on} className="ls-tab" title={note} onClick={open}>
      {note && <span aria-hidden>⚑ </span>}
      {label}
      {changed && <em>{t("view.changed")}</em>}
    </button>
  );
}

/** What every list of its kind has without anybody saving it. */
function builtIn(shape: ListShape): { key: string; state: ListState }[] {
  const whole = { key: "view.all", state: WHOLE };
  if (!shape.columns.some((column) => column.key === "state")) return [whole];
  const of = (key: string, filters: Record<string, string>) => ({ key, state: { ...WHOLE, filters } });
  return [
    whole,
    of("view.assigned", { mine: "assigned" }),
    of("view.reported", { mine: "reported" }),
    ...(shape.columns.some((column) => column.key === "due") ? [of("view.overdue", { overdue: "1" })] : []),
    of("view.this_month", { created: "month" }),
  ];
}

function useViewChange(shape: ListShape, list: List) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const fresh = () => client.invalidateQueries({ queryKey: ["list", shape.type] });
  const failed = (error: Error) => void message.error(error.message || t("state.unreachable"));
  const overwrite = useMutation({
    mutationFn: ({ id, title, shared, opens_first, roles }: SavedView) => {
      const { filters, sort, columns, widths, group } = list.state;
      return lists.keep(shape.type, id, { title, shared, opens_first, roles, query: { filters, sort, columns, widths, group } });
    },
    onSuccess: fresh,
    onError: failed,
  });
  const order = useMutation({ mutationFn: (ids: string[]) => lists.order(shape.type, ids), onSuccess: fresh, onError: failed });
  const remove = useMutation({
    mutationFn: (view: SavedView) => lists.remove(shape.type, view.id),
    onSuccess: () => {
      list.open({ ...list.state, view: "" });
      return fresh();
    },
    onError: failed,
  });
  const copy = async () => {
    await navigator.clipboard?.writeText(window.location.href);
    void message.success(t("view.copied"));
  };
  const menu = (view: SavedView | undefined, edit: (view: SavedView | "new") => void): MenuProps["items"] => {
    const alike = shape.views.filter((each) => view && each.shared === view.shared);
    const at = alike.findIndex((each) => each.id === view?.id);
    const moved = (by: number) => {
      const ids = alike.map((each) => each.id);
      ids.splice(at + by, 0, ...ids.splice(at, 1));
      order.mutate(ids);
    };
    const own = view?.may_change
      ? [
          { key: "rename", label: t("view.rename"), onClick: () => edit(view) },
          { key: "earlier", label: t("view.earlier"), disabled: at <= 0, onClick: () => moved(-1) },
          { key: "later", label: t("view.later"), disabled: at === alike.length - 1, onClick: () => moved(1) },
          {
            key: "remove",
            danger: true,
            label: t("view.remove"),
            onClick: () =>
              void modal.confirm({
                title: t("view.remove_sure", { title: view.title }),
                content: view.shared ? t("view.remove_shared") : undefined,
                okText: t("view.remove"),
                okButtonProps: { danger: true },
                onOk: () => remove.mutateAsync(view),
              }),
          },
        ]
      : [];
    return [
      { key: "save_as", label: t("view.save_as"), onClick: () => edit("new") },
      { key: "link", label: t("view.copy_link"), onClick: () => void copy() },
      ...own,
    ];
  };
  return { overwrite, menu };
}
