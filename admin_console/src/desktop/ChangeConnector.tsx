/** Other values for a connection: what is left empty stays; secrets stay only while nothing else changes. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { connectors } from "@/api/endpoints";
import type { ConnectorDriver, ConnectorInstance } from "@/api/types";
import { type Config, SchemaForm } from "@/desktop/SchemaForm";
import { ReadFailure } from "@/problem/Stand";

type Props = { instance: ConnectorInstance; driver: ConnectorDriver; done: () => void };

export function ChangeConnector({ instance, driver, done }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [config, setConfig] = useState<Config>({});
  const change = useMutation({
    mutationFn: () => connectors.reconfigure(instance.id, config),
    onSuccess: () => {
      done();
      void client.invalidateQueries({ queryKey: ["connectors"] });
    },
  });
  return (
    <form
      className="an-form"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <p className="an-help">{t("connector.change_help")}</p>
      <SchemaForm schema={asChanges(driver.config_schema)} value={config} change={setConfig} />
      {change.isError && <ReadFailure error={change.error} />}
      <div className="an-row dk-actions">
        <button type="submit" className="an-button an-button-primary" disabled={change.isPending || Object.keys(config).length === 0}>
          {t("action.save")}
        </button>
        <button type="button" className="an-button" onClick={done}>
          {t("action.cancel")}
        </button>
      </div>
    </form>
  );
}

/** The form of the driver with nothing required and nothing filled in beforehand. */
function asChanges(schema: ConnectorDriver["config_schema"]): ConnectorDriver["config_schema"] {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, part]) => {
      const { default: _, ...rest } = part;
      return [name, rest];
    }),
  );
  return { ...schema, properties, required: [] };
}
