/** The tenant's defaults: what is mailed, quiet hours, digest, how long a task may stay unread. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChannelSettings, channels, type Defaults } from "@/notify/api";
import { Failure } from "@/notify/admin/Failure";
import { Loaded } from "@/problem/Stand";

export function DefaultsForm() {
  const kept = useQuery({ queryKey: ["channel-settings"], queryFn: channels.settings });
  return <Loaded of={kept}>{(data) => <Form kept={data} key={JSON.stringify(data.defaults)} />}</Loaded>;
}

function Form({ kept }: { kept: ChannelSettings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [defaults, setDefaults] = useState<Defaults>(kept.defaults);
  const [told, setTold] = useState(false);
  const save = useMutation({
    mutationFn: () => channels.keep(defaults),
    onSuccess: (next) => {
      client.setQueryData(["channel-settings"], next);
      setTold(true);
    },
  });
  const change = (part: Partial<Defaults>) => {
    setTold(false);
    setDefaults({ ...defaults, ...part });
  };
  return (
    <form
      className="nt-form"
      data-testid="channel-defaults"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p className="an-help ch-lead">{t("channel.defaults_help", { zone: kept.timezone })}</p>
      <fieldset className="an-panel">
        <legend>{t("channel.mailed")}</legend>
        {kept.groups.map((group) => (
          <label key={group.key} className="nt-check">
            <input
              type="checkbox"
              checked={!!defaults.mail?.[group.key]}
              onChange={(event) => change({ mail: { ...defaults.mail, [group.key]: event.target.checked } })}
            />
            <span>{group.title}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="an-panel ch-grid">
        <legend>{t("channel.times")}</legend>
        <label>
          {t("channel.quiet_from")}
          <input type="time" className="an-input" value={defaults.quiet_from} onChange={(event) => change({ quiet_from: event.target.value })} />
        </label>
        <label>
          {t("channel.quiet_to")}
          <input type="time" className="an-input" value={defaults.quiet_to} onChange={(event) => change({ quiet_to: event.target.value })} />
        </label>
        <label>
          {t("channel.digest_at")}
          <input type="time" className="an-input" value={defaults.digest_at} onChange={(event) => change({ digest_at: event.target.value })} />
        </label>
        <label>
          {t("channel.unread_minutes")}
          <input
            type="number"
            className="an-input"
            min={0}
            max={10080}
            value={defaults.unread_minutes}
            onChange={(event) => change({ unread_minutes: Number(event.target.value) })}
          />
        </label>
        <p className="an-help">{t("channel.times_help")}</p>
      </fieldset>
      <Failure of={save.error} />
      <p className="nt-save">
        <button type="submit" className="an-button an-button-primary" disabled={save.isPending}>
          {t("notify.save")}
        </button>
        {told && <span role="status" className="nt-told">{t("channel.saved")}</span>}
      </p>
    </form>
  );
}
