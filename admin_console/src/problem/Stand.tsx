/** Loading, empty, unreachable, refused: each with a way forward. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Refused } from "@/api/client";
import { BlockCard } from "@/problem/BlockCard";

/** Shows what a read brought, or why it brought nothing and what to do. */
export function Loaded<T>({ of, children }: { of: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isError) return <ReadFailure error={of.error} again={() => void of.refetch()} />;
  return <Skeleton />;
}

export function ReadFailure({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  if (error instanceof Refused && error.problem.status !== 401)
    return (
      <div className="an-stand">
        <BlockCard problem={error.problem} />
        {[403, 404].includes(error.problem.status) && (
          <Link to="/" className="an-button">
            {t("state.to_worklist")}
          </Link>
        )}
        {error.problem.status >= 500 && again && <Again again={again} />}
      </div>
    );
  return (
    <div className="an-stand" role="alert" data-testid="unreachable">
      <h3>{t("state.unreachable")}</h3>
      <p>{t("state.unreachable_cure")}</p>
      {again && <Again again={again} />}
    </div>
  );
}
function Again({ again }: { again: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="an-button" onClick={again}>
      {t("problem.retry")}
    </button>
  );
}

export function Empty({ title, cure, children }: { title: string; cure?: string; children?: ReactNode }) {
  return (
    <div className="an-stand an-stand-empty" data-testid="empty">
      <svg viewBox="0 0 64 48" width="72" height="54" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden>
        <path d="M8 26 18 8h28l10 18v14H8z M8 26h14l4 6h12l4-6h14" strokeLinejoin="round" />
      </svg>
      <h3>{title}</h3>
      {cure && <p>{cure}</p>}
      {children}
    </div>
  );
}

export function Skeleton() {
  const { t } = useTranslation();
  return (
    <div className="an-skeleton" role="status" aria-label={t("state.loading")}>
      <i />
      <i />
      <i />
    </div>
  );
}
