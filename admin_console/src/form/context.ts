/** What the fields of one form share: the definition, all values, and how to get the text to sign. */
import { createContext, useContext } from "react";
import type { TaskAddress } from "@/api/endpoints";
import type { FormChecked } from "@/api/ruleTypes";
import type { Definition, FieldError, FieldValue, RecordData, Sheet } from "@/api/types";

export interface FormSetting {
  definition: Definition;
  values: RecordData;
  change: (key: string, value: FieldValue) => void;
  errors: Record<string, FieldError>;
  /** What is to be said under a field besides its help: where a value came from. */
  notes?: Record<string, string>;
  /** What the record holds from before; it may make a field needed. */
  known?: RecordData;
  /** The exact lines a signature covers; absent where nothing is signed. */
  readSheet?: (data: RecordData) => Promise<Sheet>;
  /** Whether all but the signature is filled in; what is not gets marked. */
  readyToSign?: (signature: string) => boolean;
  /** Where a signature by PIN or fingerprint is asked for. */
  signAt?: TaskAddress;
  /** Texts that were used before: one tap takes them, so that a thing keeps one name. */
  offers?: Record<string, string[]>;
  /** Positions are proof here: none is typed by hand. */
  measuredOnly?: boolean;
  /** A signature was given and then made void by a later change. */
  voided?: boolean;
  /** Which form is judged while it is filled, and the record it belongs to. */
  check?: { form: string; record?: string };
  /** What judgement says so far. */
  judged?: FormChecked;
}
export const FormContext = createContext<FormSetting | null>(null);
export function useFormSetting(): FormSetting {
  const found = useContext(FormContext);
  if (!found) throw new Error("no form above this field");
  return found;
}
