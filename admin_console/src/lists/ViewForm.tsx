/** A view's name, who has it and for whom it opens first. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ButtonProps, Checkbox, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListShape, SavedView } from "@/api/listTypes";
import { newId } from "@/capture/ids";
import { ReadFailure } from "@/problem/Stand";
import { lists } from "@/lists/calls";
import type { ListState } from "@/lists/query";

type Props = { shape: ListShape; state: ListState; view?: SavedView; close: () => void; kept: (id: string) => void };
export function ViewForm({ shape, state, view, close, kept }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [title, setTitle] = useState(view?.title ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const [first, setFirst] = useState(view?.opens_first ?? false);
  const [roles, setRoles] = useState(view?.roles ?? []);
  const [id] = useState(() => view?.id ?? newId());
  const save = useMutation({
    mutationFn: () => {
      const { filters, sort, columns, widths, group } = state;
      const query = view?.query ?? { filters, sort, columns, widths, group };
      return lists.keep(shape.type, id, { title: title.trim(), query, shared, opens_first: first, roles: shared ? roles : [] });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["list", shape.type] });
      if (!view) kept(id);
      close();
    },
  });
  return (
    <Modal
      open
      title={t(view ? "view.rename" : "view.save_as")}
      okText={t("action.save")}
      cancelText={t("action.cancel")}
      okButtonProps={{ disabled: !title.trim() || save.isPending, "data-testid": "view-keep" } as ButtonProps}
      onOk={() => save.mutate()}
      onCancel={close}
    >
      <div className="ls-view-form">
        <label>
          {t("view.title")}
          <Input autoFocus maxLength={40} value={title} placeholder={t("view.title_hint")} onChange={(event) => setTitle(event.target.value)} onPressEnter={() => title.trim() && save.mutate()} data-testid="view-title" />
        </label>
        <Checkbox checked={first} onChange={(event) => setFirst(event.target.checked)}>
          {t("view.opens_first")}
        </Checkbox>
        {shape.may.share && (
          <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)} data-testid="view-share">
            {t("view.share")}
          </Checkbox>
        )}
        {shape.may.share && <p className="an-help">{t("view.share_help")}</p>}
        {shape.may.share && shared && (
          <label>
            {t("view.roles")}
            <Select mode="multiple" value={roles} onChange={setRoles} options={shape.roles.map((role) => ({ value: role.key, label: role.label }))} optionFilterProp="label" style={{ width: "100%" }} />
          </label>
        )}
        {save.isError && <ReadFailure error={save.error} />}
      </div>
    </Modal>
  );
}
