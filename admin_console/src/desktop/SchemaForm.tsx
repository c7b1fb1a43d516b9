/** A flat JSON Schema as labelled inputs: text, secret, number, switch, choice, lists of text, one level of nesting. */
import { useTranslation } from "react-i18next";
import type { JsonSchema } from "@/api/types";

export type Config = Record<string, unknown>;
type Part = { name: string; schema: JsonSchema; root: JsonSchema; required: boolean; value: unknown; change: (value: unknown) => void };

export function SchemaForm({ schema, value, change }: { schema: JsonSchema; value: Config; change: (value: Config) => void }) {
  const top = resolve(schema, schema);
  return (
    <>
      {Object.entries(top.properties ?? {}).map(([name, part]) => (
        <SchemaField
          key={name}
          name={name}
          schema={resolve(part, schema)}
          root={schema}
          required={top.required?.includes(name) ?? false}
          value={value[name]}
          change={(next) => change(without(value, name, next))}
        />
      ))}
    </>
  );
}

function SchemaField({ name, schema, root, required, value, change }: Part) {
  const label = schema.title ?? name;
  if (schema.properties)
    return (
      <fieldset className="dk-nested">
        <legend>{label}</legend>
        <SchemaForm schema={{ ...schema, $defs: root.$defs }} value={(value as Config) ?? {}} change={change} />
      </fieldset>
    );
  return (
    <label className="an-label">
      {label}
      <SchemaInput name={name} schema={schema} root={root} required={required} value={value} change={change} />
      {schema.description && <span className="an-help">{schema.description}</span>}
    </label>
  );
}

function SchemaInput({ schema, required, value, change }: Part) {
  const { t } = useTranslation();
  const kind = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  const shown = value ?? schema.default;
  if (schema.enum)
    return (
      <select className="an-input" required={required} value={String(shown ?? "")} onChange={(event) => change(event.target.value || undefined)}>
        <option value="">{t("form.choose")}</option>
        {schema.enum.map((item) => (
          <option key={String(item)}>{String(item)}</option>
        ))}
      </select>
    );
  if (kind === "boolean") return <input type="checkbox" checked={Boolean(shown)} onChange={(event) => change(event.target.checked)} />;
  if (kind === "integer" || kind === "number")
    return (
      <input
        className="an-input"
        type="number"
        step={kind === "integer" ? 1 : "any"}
        min={schema.minimum}
        max={schema.maximum}
        required={required && schema.default === undefined}
        value={shown === undefined || shown === null ? "" : String(shown)}
        onChange={(event) => change(event.target.value === "" ? undefined : Number(event.target.value))}
      />
    );
  if (kind === "array")
    return (
      <textarea
        className="an-input"
        value={Array.isArray(shown) ? shown.join("\n") : ""}
        onChange={(event) => change(event.target.value.split("\n"))}
      />
    );
  const secret = schema.writeOnly || schema.format === "password";
  return (
    <input
      className="an-input"
      type={secret ? "password" : schema.format === "uri" ? "url" : "text"}
      autoComplete="off"
      placeholder={secret ? t("connector.secret") : undefined}
      required={required && schema.default === undefined}
      value={String(shown ?? "")}
      onChange={(event) => change(event.target.value || undefined)}
    />
  );
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref?.split("/").pop();
  const named = name ? root.$defs?.[name] : undefined;
  if (named) return { ...resolve(named, root), ...(schema.title ? { title: schema.title } : {}) };
  const choice = schema.anyOf?.find((one) => one.type !== "null");
  return choice ? { ...schema, ...resolve(choice, root) } : schema;
}
function without(value: Config, name: string, next: unknown): Config {
  const { [name]: _gone, ...others } = value;
  return next === undefined ? others : { ...others, [name]: next };
}
