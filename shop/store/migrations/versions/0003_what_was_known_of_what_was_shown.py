"""what was known of what was shown

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.add_column("events", sa.Column("features", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("events", "features")
