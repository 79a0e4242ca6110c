import { HUB } from '../../checkpoint/hub.ts';
import { AddressField } from '../../widgets/AddressField.tsx';
import type { SourceForm } from './source-form.ts';

interface FieldsProps {
  readonly form: SourceForm;
  readonly onChange: (part: Partial<SourceForm>) => void;
}

export function HubFields({ form, onChange }: FieldsProps) {
  return (
    <>
      <AddressField
        label="Model"
        placeholder="owner/name, or the address of its page"
        data-testid="hub-id"
        value={form.id}
        onChange={(event) => onChange({ id: event.target.value })}
      />
      <AddressField
        label="Revision"
        placeholder="main"
        data-testid="hub-revision"
        value={form.revision}
        onChange={(event) => onChange({ revision: event.target.value })}
      />
      <AddressField
        label="Hub"
        placeholder={HUB}
        inputMode="url"
        data-testid="hub-address"
        value={form.hub}
        onChange={(event) => onChange({ hub: event.target.value })}
      />
    </>
  );
}

export function UrlField({ form, onChange }: FieldsProps) {
  return (
    <AddressField
      label="Folder’s address"
      placeholder="https://example.org/models/my-model/"
      inputMode="url"
      data-testid="folder-url"
      value={form.url}
      onChange={(event) => onChange({ url: event.target.value })}
    />
  );
}

export function TokenField({ form, onChange }: FieldsProps) {
  return (
    <AddressField
      label="Access token"
      type="password"
      placeholder="only for private models; not stored"
      // Browsers offer to save every password except a one-time code.
      autoComplete="off"
      data-testid="access-token"
      value={form.token}
      onChange={(event) => onChange({ token: event.target.value })}
    />
  );
}
