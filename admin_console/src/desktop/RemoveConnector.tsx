/** Ends a connection for good, after one question that says what stays. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { call } from "@/api/client";
import type { ConnectorInstance } from "@/api/types";
import { ReadFailure } from "@/problem/Stand";

export function RemoveConnector({ instance }: { instance: ConnectorInstance }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call<unknown>("DELETE", `/connectors/${instance.id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ["connectors"] }),
  });
  return (
    <>
      <Popconfirm
        title={t("connection.remove_sure", { title: instance.title })}
        description={t("connection.remove_effect")}
        okText={t("connection.remove")}
        okButtonProps={{ danger: true }}
        cancelText={t("action.cancel")}
        onConfirm={() => remove.mutate()}
      >
        <button type="button" className="an-button an-button-danger" disabled={remove.isPending} data-testid="connector-remove">
          {t("connection.remove")}
        </button>
      </Popconfirm>
      {remove.isError && <ReadFailure error={remove.error} again={() => remove.mutate()} />}
    </>
  );
}
