"""One file per version of the database. Numbers grow; a file that was released is never changed."""
