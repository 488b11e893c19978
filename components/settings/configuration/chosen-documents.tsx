'use client';

import { Plus, X } from 'lucide-react';
import { formatBytes } from '@/components/format/format';
import { IconButton } from '@/components/ui/icon-button';
import { FileButton } from './file-button';

type Documents = ReadonlyMap<string, string>;

/** OpenAPI documents that go with the file, by their names. */
export function ChosenDocuments(props: {
  documents: Documents;
  onChange: (documents: Documents) => void;
}) {
  const { documents, onChange } = props;
  async function add(files: File[]) {
    const read = await Promise.all(
      files.map(async (file) => [file.name, await file.text()] as const),
    );
    onChange(new Map([...documents, ...read]));
  }
  return (
    <div className="flex flex-col items-start gap-1.5 text-sm">
      <p className="font-medium">OpenAPI documents</p>
      <p className="text-muted">
        Where an API of the file has <code className="text-xs">openapi: billing.yaml</code>, add
        that document. Folders in the path don’t matter.
      </p>
      {documents.size > 0 && (
        <ul aria-label="Added documents">
          {[...documents].map(([name, text]) => (
            <li key={name} className="flex items-center gap-2">
              <code className="min-w-0 text-xs break-all">{name}</code>
              <span className="text-muted">{formatBytes(text.length)}</span>
              <IconButton
                label={`Leave out ${name}`}
                icon={<X aria-hidden />}
                onClick={() => onChange(new Map([...documents].filter(([one]) => one !== name)))}
              />
            </li>
          ))}
        </ul>
      )}
      <FileButton
        label="OpenAPI documents"
        accept=".json,.yaml,.yml,application/json,application/yaml,text/yaml"
        icon={<Plus aria-hidden />}
        multiple
        onFiles={add}
      >
        Add documents
      </FileButton>
    </div>
  );
}
