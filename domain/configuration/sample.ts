/** A small API with scopes, a group and a service account in it, to try tokens with. */
export const SAMPLE_FILE = `version: 1
apis:
  sample:
    name: Sample notes
    hosts: [notes.example.com]
    operations:
      listNotes: GET /notes
      createNote: POST /notes
      deleteNote: DELETE /notes/{note}
    scopes:
      notes:read: { operations: [listNotes] }
      notes:write: { operations: [createNote, deleteNote] }
serviceAccounts:
  sample-reader: { name: Sample reader }
groups:
  sample:
    name: Sample
    scopes: [sample/notes:read, sample/notes:write]
    serviceAccounts: [sample-reader]
`;
/** The group of it, by its slug. */
export const SAMPLE_GROUP = 'sample';
