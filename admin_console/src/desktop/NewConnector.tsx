/** A new connection: driver, name, and its configuration from the driver's JSON Schema. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { connectors } from "@/api/endpoints";
import type { ConnectorDriver } from "@/api/types";
import { type Config, SchemaForm } from "@/desktop/SchemaForm";
import { ReadFailure } from "@/problem/Stand";

export function NewConnector({ drivers }: { drivers: ConnectorDriver[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [key, setKey] = useState<string>();
  const [title, setTitle] = useState("");
  const [config, setConfig] = useState<Config>({});
  const driver = drivers.find((one) => one.key === key);
  const create = useMutation({
    mutationFn: () => connectors.create({ driver: driver!.key, title: title.trim(), config }),
    onSuccess: () => {
      setKey(undefined);
      setTitle("");
      setConfig({});
      void client.invalidateQueries({ queryKey: ["connectors"] });
    },
  });
  return (
    <form
      className="an-panel dk-connector-form"
      data-testid="connector-form"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <h2>{t("connector.add")}</h2>
      <div className="an-form">
        <Select
          aria-label={t("connector.driver")}
          placeholder={t("connector.driver")}
          value={key}
          options={drivers.map((one) => ({ value: one.key, label: one.title }))}
          onChange={(next) => {
            setKey(next);
            setConfig({});
          }}
        />
        {driver && (
          <>
            <label className="an-label">
              {t("connector.name")}
              <input className="an-input" required value={title} onChange={(event) => setTitle(event.target.value)} />
            </label>
            <SchemaForm schema={driver.config_schema} value={config} change={setConfig} />
            {create.isError && <ReadFailure error={create.error} />}
            <button type="submit" className="an-button an-button-primary" disabled={create.isPending}>
              {t("action.save")}
            </button>
          </>
        )}
      </div>
    </form>
  );
}
