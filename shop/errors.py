"""The errors that cross a floor of the house, and nothing else.

    AisleError                 one sentence: what, where, what to do
    ├── UserError              the person in front of it can mend it (exit code 1, HTTP 4xx)
    │   ├── NotFound           an id that the shop does not have (HTTP 404)
    │   └── Refused            understood, and not allowed (HTTP 403)
    ├── SettingsError          a setting is missing or wrong
    ├── EmbedderError          texts cannot be turned into vectors: a model or a server is away, or answers nonsense
    └── StoreError             the data folder or the database cannot be used
        ├── FolderBusy         another process owns the data folder
        └── IndexBroken        the search index is missing or damaged; it can be rebuilt

Every message is shown to a person as it stands, so it is a whole sentence that names the value and the way out.
"""


class AisleError(Exception):
    """Base of all errors whose text may be shown to a person."""


class UserError(AisleError):
    """The person in front of it can mend it."""


class NotFound(UserError):
    """An id that the shop does not have."""


class Refused(UserError):
    """Understood, and not allowed."""


class SettingsError(AisleError):
    """A setting is missing or wrong."""


class EmbedderError(AisleError):
    """Texts cannot be turned into vectors now."""


class StoreError(AisleError):
    """The data folder or the database cannot be used."""


class FolderBusy(StoreError):
    """Another process owns the data folder."""


class IndexBroken(StoreError):
    """The search index is missing or damaged; it is derived and can be rebuilt."""
