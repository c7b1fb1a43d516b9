/** Wire shapes of administration: roles to choose from, a person's roles and log-ins. */

export interface RoleShape {
  key: string;
  title: string;
  grants: { title: string; scope: string }[];
}
/** One row of a person's roles; `until` is empty where the role does not end. */
export interface Assignment {
  role: string;
  org_path: string;
  until?: string;
}
export interface PersonLogIn {
  login: string;
  disabled: boolean;
  locked: boolean;
  /** The same account opens another organisation: its password is not set here. */
  shared: boolean;
}
